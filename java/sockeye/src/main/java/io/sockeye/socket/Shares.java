package io.sockeye.socket;

/** Who still needs a descriptor: the socket's user, and each file that was made of the socket. */
final class Shares {
    private int files;
    private boolean isOwnerGone;

    synchronized void addFile() {
        files++;
    }

    /** True if nobody needs the descriptor any more. */
    synchronized boolean dropFile() {
        files--;
        return isOwnerGone && files == 0;
    }

    /** True if nobody needs the descriptor any more. */
    synchronized boolean dropOwner() {
        isOwnerGone = true;
        return files == 0;
    }

    synchronized boolean isOwnerGone() {
        return isOwnerGone;
    }
}
