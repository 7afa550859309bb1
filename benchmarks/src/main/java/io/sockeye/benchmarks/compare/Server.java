package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * A server to measure: a program that prints {@code ready HOST:PORT} and then echoes.
 *
 * @param name in tables and for {@code --servers}
 * @param kind what it stands for in the closing sentence
 * @param mostConnections how many it can hold
 * @param command the program and its arguments; it picks a free port of 127.0.0.1
 */
record Server(String name, Kind kind, int mostConnections, List<String> command) {
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** What a server stands for. */
    enum Kind {
        C,
        C_RING,
        JAVA_NIO,
        JDK_VIRTUAL,
        NETTY,
        SOCKEYE,
        SOCKETSERVER,
        PYTHON
    }

    boolean isJvm() {
        return kind != Kind.C && kind != Kind.C_RING && kind != Kind.PYTHON;
    }

    /** Whether it may refuse to serve here: the kernel, the JVM or the hardware lacks something. */
    boolean mayRefuse() {
        return kind != Kind.C && kind != Kind.JAVA_NIO && kind != Kind.PYTHON;
    }

    /** Whether it is one of socketserver, or what that is compared with. */
    boolean isForSocketServer() {
        return kind == Kind.SOCKETSERVER || kind == Kind.PYTHON;
    }

    /** Whether other processes do its work, of which nobody can ask what a JVM knows of itself. */
    boolean hasWorkers() {
        return kind == Kind.SOCKETSERVER && name.contains("forking");
    }

    /**
     * The same server without a compiler. What its connections hold is the same, and what it holds
     * beside them stays as it is: a compiler takes and frees megabytes as it likes.
     */
    Server interpreted() {
        if (!isJvm()) {
            return this;
        }
        List<String> slow = new ArrayList<>(command);
        slow.add(1, "-Xint");
        return new Server(name, kind, mostConnections, slow);
    }

    /** What it has in common with others, in charts: the name of their colour. */
    String group() {
        return switch (kind) {
            case C, C_RING -> "c";
            case JAVA_NIO, JDK_VIRTUAL -> "jdk";
            case NETTY -> "netty";
            case SOCKEYE, SOCKETSERVER -> "sockeye";
            case PYTHON -> "cpython";
        };
    }

    /** What the closing sentence calls it. */
    String title() {
        return switch (kind) {
            case C -> "C";
            case C_RING -> "C on io_uring";
            case JAVA_NIO -> "java.nio by hand";
            case JDK_VIRTUAL, NETTY, SOCKEYE, SOCKETSERVER, PYTHON -> name;
        };
    }
}
