package io.sockeye.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The numbers of one operating system and processor: constants, errnos, struct layouts. Java code
 * fills C structs by them, so nothing has to be asked from C at run time; the build proves each one
 * against the headers of the system it runs on.
 *
 * <p>On a host without a table, {@link #host()} is the neutral one, which only the nio engine uses.
 */
public final class Abi {
    /** What a constant holds that the host lacks. */
    public static final int ABSENT = Integer.MIN_VALUE;

    private static final Abi HOST = detect();

    private final String name;
    private final boolean neutral;
    private final boolean bsdSockaddr;
    private final int epollEventSize;
    private final int epollDataOffset;
    private final Map<String, Integer> constants = new HashMap<>();
    private final Map<Integer, String> errnoNames = new HashMap<>();
    private final Map<Integer, String> errnoTexts = new HashMap<>();

    private Abi(String name, boolean neutral, String osName, boolean packedEpollEvent) {
        this.name = name;
        this.neutral = neutral;
        this.bsdSockaddr = osName.equals("darwin");
        this.epollEventSize = packedEpollEvent ? 12 : 16;
        this.epollDataOffset = packedEpollEvent ? 4 : 8;
        readConstants(bsdSockaddr ? DarwinAbi.CONSTANTS : LinuxAbi.CONSTANTS);
        readErrnos(bsdSockaddr ? DarwinAbi.ERRNOS : LinuxAbi.ERRNOS);
    }

    /**
     * The tables of the machine that this JVM runs on.
     *
     * @return the host's tables, or the neutral ones
     */
    public static Abi host() {
        return HOST;
    }

    /**
     * Which system the tables describe.
     *
     * @return such as {@code "linux-x86_64"}; the classifier of the native artifact
     */
    public String name() {
        return name;
    }

    /**
     * Whether the host has no tables of its own.
     *
     * @return true for the neutral tables, by which no system call may be made
     */
    public boolean isNeutral() {
        return neutral;
    }

    /**
     * The value of a constant.
     *
     * @param constant its C name
     * @return its value on this host, or {@link #ABSENT}
     */
    public int constant(String constant) {
        return constants.getOrDefault(constant, ABSENT);
    }

    /**
     * Whether the host has a constant. {@code EPOLLET} has the value of {@link #ABSENT}, so only
     * this can tell.
     *
     * @param constant its C name
     * @return true if the host defines it
     */
    public boolean has(String constant) {
        return constants.containsKey(constant);
    }

    /**
     * The names of all constants of the host.
     *
     * @return in alphabetical order
     */
    public List<String> names() {
        return new ArrayList<>(new TreeMap<>(constants).keySet());
    }

    /**
     * Whether {@code struct sockaddr} begins with a length byte.
     *
     * @return true on BSD and macOS
     */
    public boolean hasSockaddrLength() {
        return bsdSockaddr;
    }

    /**
     * The size of {@code struct epoll_event}: 12 on x86-64, where it is packed, else 16.
     *
     * @return in bytes
     */
    public int epollEventSize() {
        return epollEventSize;
    }

    /**
     * Where {@code data} lies in {@code struct epoll_event}.
     *
     * @return in bytes
     */
    public int epollDataOffset() {
        return epollDataOffset;
    }

    int errno(String errnoName) {
        return constant(errnoName);
    }

    String errnoName(int errno) {
        return errnoNames.getOrDefault(errno, "errno " + errno);
    }

    String errnoText(int errno) {
        return errnoTexts.getOrDefault(errno, "Unknown error " + errno);
    }

    @Override
    public String toString() {
        return name;
    }

    private void readConstants(String table) {
        for (String line : table.lines().toList()) {
            int blank = line.indexOf(' ');
            constants.put(
                    line.substring(0, blank), (int) Long.parseLong(line.substring(blank + 1)));
        }
    }

    private void readErrnos(String table) {
        for (String line : table.lines().toList()) {
            String[] part = line.split(" ", 3);
            int errno = Integer.parseInt(part[1]);
            constants.put(part[0], errno);
            errnoNames.putIfAbsent(errno, part[0]);
            errnoTexts.putIfAbsent(errno, part[2]);
        }
    }

    private static Abi detect() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        if (os.startsWith("linux") && (x86 || arm)) {
            return new Abi(x86 ? "linux-x86_64" : "linux-aarch_64", false, "linux", x86);
        }
        if (os.startsWith("mac") && (x86 || arm)) {
            return new Abi(x86 ? "osx-x86_64" : "osx-aarch_64", false, "darwin", false);
        }
        return new Abi("neutral (" + os + ' ' + arch + ')', true, "linux", false);
    }
}
