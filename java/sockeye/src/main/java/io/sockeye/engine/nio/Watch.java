package io.sockeye.engine.nio;

import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/**
 * What one selection watches one description for. It outlives the description's channels: a failed
 * connect or listen() puts another one in their place, and {@link #arm} follows.
 */
final class Watch {
    final Description description;
    final Selection selection;

    /** Of the last select; the waiting thread's own. */
    int readyOps;

    /** Poller interest, the pass of poll(2) it belongs to: the owner's own. */
    int interest;

    long pass;

    /** The registrations of a poller on this description, one for each of its descriptors. */
    Registrations.@Nullable Registration registrations;

    boolean dirty;
    boolean lit;

    /** Whether nobody wants it now, and whether it is in the selection's queue of such. */
    boolean silent;

    boolean queued;

    /** Guarded by the description. */
    private @Nullable SelectionKey key;

    /** Cancelled, but not flushed from the selector: the channel cannot be registered again yet. */
    private boolean cancelled;

    private int ops;

    Watch(Description description, Selection selection) {
        this.description = description;
        this.selection = selection;
    }

    /**
     * Lets the selector watch the description's channel of the moment.
     *
     * @param wanted Poller interest; 0 for silence
     */
    void arm(int wanted) {
        synchronized (description) {
            SelectableChannel channel = description.channel();
            int wantedOps = channel == null ? 0 : description.ops(wanted);
            try {
                arm(channel, wantedOps);
            } catch (ClosedChannelException | CancelledKeyException e) {
                // Closed by another thread, which touches this watch once it is done.
                key = null;
            }
        }
    }

    /** Forgets the key of a closed channel; true if the selection has to be flushed of it. */
    boolean forget(SelectableChannel closed) {
        synchronized (description) {
            if (cancelled) {
                return true;
            }
            if (key == null || key.channel() != closed) {
                return false;
            }
            key = null;
            return true;
        }
    }

    /**
     * Gives the watch up, together with its key.
     *
     * @return true if the selection has to be flushed before the description is watched there again
     */
    boolean cancel() {
        synchronized (description) {
            if (key == null) {
                if (!cancelled) {
                    description.unwatch(this);
                }
                return false;
            }
            key.cancel();
            key = null;
            cancelled = true;
            return true;
        }
    }

    boolean hasKey() {
        synchronized (description) {
            return key != null;
        }
    }

    boolean isCancelled() {
        synchronized (description) {
            return cancelled;
        }
    }

    private void arm(@Nullable SelectableChannel channel, int wantedOps)
            throws ClosedChannelException {
        SelectionKey present = key;
        if (present != null && present.channel() == channel) {
            if (ops != wantedOps) {
                present.interestOps(wantedOps);
            }
        } else if (channel != null && wantedOps != 0) {
            key = channel.register(selection.selector(), wantedOps, this);
        } else {
            key = null;
        }
        ops = wantedOps;
    }
}
