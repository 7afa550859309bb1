package io.sockeye.contract;

import com.sun.jna.NativeLibrary;
import java.nio.charset.StandardCharsets;

/** A pseudo terminal: what is written to the master comes out of the slave line by line. */
record Terminal(int master, int slave) {
    private static final int FLAGS = 02 | 0400 | 02000000; // O_RDWR, O_NOCTTY, O_CLOEXEC

    private static final NativeLibrary LIBC = NativeLibrary.getInstance("c");

    /** Opens one. The caller owns both descriptors. */
    static Terminal open() {
        int master = call("posix_openpt", FLAGS);
        call("grantpt", master);
        call("unlockpt", master);
        byte[] name = new byte[100];
        call("ptsname_r", master, name, (long) name.length);
        int length = 0;
        while (name[length] != 0) {
            length++;
        }
        String path = new String(name, 0, length, StandardCharsets.US_ASCII);
        return new Terminal(master, call("open", path, FLAGS));
    }

    private static int call(String function, Object... arguments) {
        int result = LIBC.getFunction(function).invokeInt(arguments);
        if (result < 0) {
            throw new AssertionError(function + ": " + result);
        }
        return result;
    }
}
