package io.sockeye.socket;

/** What a file of a socket is for. */
record FileMode(boolean reads, boolean writes, boolean isText) {
    static FileMode of(String mode) {
        if (!mode.matches("[rwb]*")) {
            throw new IllegalArgumentException(
                    "invalid mode '" + mode + "' (only r, w, b allowed)");
        }
        boolean writes = mode.contains("w");
        return new FileMode(mode.contains("r") || !writes, writes, !mode.contains("b"));
    }

    String name() {
        return (reads ? "r" : "") + (writes ? "w" : "") + (isText ? "" : "b");
    }

    /** Refuses a call that the file is not for. */
    void require(String call, boolean asText, boolean toWrite) {
        if (toWrite ? !writes : !reads) {
            String lacking = toWrite ? "writing" : "reading";
            throw new UnsupportedOperationException(
                    call + ": the file is not for " + lacking + ", its mode is '" + name() + '\'');
        }
        if (asText != isText) {
            throw new UnsupportedOperationException(
                    call
                            + (isText
                                    ? ": this is a text file: readText, readTextLine or a String"
                                    : ": this is a binary file: read, readline or bytes"));
        }
    }
}
