package io.sockeye.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new process gets: its program, arguments, environment, folder and descriptors, in native
 * memory as {@code struct sockeye_spawn} has them.
 */
public final class SpawnRequest {
    /** The process leads a session of its own. */
    public static final int SETSID = 1;

    private static final int PATH = 0;
    private static final int ARGV = 8;
    private static final int ENVP = 16;
    private static final int DIRECTORY = 24;
    private static final int FDS = 32;
    private static final int FD_PAIRS = 40;
    private static final int FLAGS = 44;
    private static final int SIZE = 48;

    private final DirectBuffer memory;
    private final List<String> argv;
    private final int[] fds;
    private final int flags;
    private int used = SIZE;

    /**
     * A request.
     *
     * @param engine that will use it
     * @param path of the program; it is not searched for
     * @param argv the arguments, the first of which is the program's own name
     * @param environment {@code NAME=value}
     * @param directory where it starts, or null for this process's
     * @param fds pairs: a descriptor here, and its number there
     * @param flags {@link #SETSID} or 0
     * @throws IllegalArgumentException if a text contains NUL
     */
    public SpawnRequest(
            Engine engine,
            String path,
            List<String> argv,
            List<String> environment,
            @Nullable String directory,
            int[] fds,
            int flags) {
        this.argv = List.copyOf(argv);
        this.fds = fds.clone();
        this.flags = flags;
        this.memory = engine.allocate(size(path, argv, environment, directory, fds));
        memory.putLong(PATH, text(path));
        memory.putLong(ARGV, texts(argv));
        memory.putLong(ENVP, texts(environment));
        memory.putLong(DIRECTORY, directory == null ? 0 : text(directory));
        memory.putLong(FDS, ints(fds));
        memory.putInt(FD_PAIRS, fds.length / 2);
        memory.putInt(FLAGS, flags);
    }

    private static int size(
            String path,
            List<String> argv,
            List<String> environment,
            @Nullable String directory,
            int[] fds) {
        long size = SIZE + room(path) + (directory == null ? 0 : room(directory));
        size += (long) Long.BYTES * (argv.size() + environment.size() + 2);
        for (String each : argv) {
            size += room(each);
        }
        for (String each : environment) {
            size += room(each);
        }
        return Math.toIntExact(size + align(fds.length * Integer.BYTES));
    }

    private static int room(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("embedded null byte in '" + text + '\'');
        }
        return align(text.getBytes(FileNames.CHARSET).length + 1);
    }

    private static int align(int size) {
        return (size + Long.BYTES - 1) & -Long.BYTES;
    }

    private int take(int size) {
        int at = used;
        used += align(size);
        return at;
    }

    private long text(String text) {
        byte[] bytes = text.getBytes(FileNames.CHARSET);
        int at = take(bytes.length + 1);
        memory.put(at, bytes, 0, bytes.length);
        memory.put(at + bytes.length, (byte) 0);
        return memory.address(at, bytes.length + 1);
    }

    private long texts(List<String> texts) {
        int at = take((texts.size() + 1) * Long.BYTES);
        for (int i = 0; i < texts.size(); i++) {
            memory.putLong(at + i * Long.BYTES, text(texts.get(i)));
        }
        memory.putLong(at + texts.size() * Long.BYTES, 0);
        return memory.address(at, Long.BYTES);
    }

    private long ints(int[] ints) {
        int at = take(ints.length * Integer.BYTES);
        for (int i = 0; i < ints.length; i++) {
            memory.putInt(at + i * Integer.BYTES, ints[i]);
        }
        return ints.length == 0 ? 0 : memory.address(at, ints.length * Integer.BYTES);
    }

    /**
     * The struct sockeye_spawn.
     *
     * @return its address
     */
    public long address() {
        return memory.address(0, SIZE);
    }

    /**
     * The program's path, NUL terminated.
     *
     * @return its address
     */
    public long path() {
        return memory.getLong(PATH);
    }

    /**
     * The arguments, an array that ends with NULL.
     *
     * @return its address
     */
    public long argv() {
        return memory.getLong(ARGV);
    }

    /**
     * The environment, an array that ends with NULL.
     *
     * @return its address
     */
    public long envp() {
        return memory.getLong(ENVP);
    }

    /**
     * The folder, NUL terminated.
     *
     * @return its address, or 0 for this process's
     */
    public long directory() {
        return memory.getLong(DIRECTORY);
    }

    /**
     * Pairs: a descriptor here, and its number there.
     *
     * @return a copy
     */
    public int[] fds() {
        return fds.clone();
    }

    /**
     * {@link #SETSID} or 0.
     *
     * @return the flags
     */
    public int flags() {
        return flags;
    }

    @Override
    public String toString() {
        return "spawn " + argv;
    }
}
