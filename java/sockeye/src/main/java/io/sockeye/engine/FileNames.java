package io.sockeye.engine;

import java.nio.charset.Charset;

/** How the JDK turns file names, arguments and Unix socket paths into the bytes of the OS. */
public final class FileNames {
    /** The charset of file names on this host. */
    public static final Charset CHARSET =
            Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private FileNames() {}
}
