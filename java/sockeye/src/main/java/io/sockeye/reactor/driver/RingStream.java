package io.sockeye.reactor.driver;

import org.jspecify.annotations.Nullable;

/** What a ring does for one connection, and what has come that nobody wanted yet. */
final class RingStream {
    /** What the kernel has been asked for. */
    enum Receiving {
        NOTHING,
        /** To receive again and again, into the ring's buffers. */
        BYTES,
        /** To tell at each change that there is something, which is then received at once. */
        CHANGES,
        /** To tell once when there is something. */
        READINESS
    }

    Receiving receiving = Receiving.NOTHING;

    /** What it was asked for is being ended. */
    boolean cancelling;

    /** Its messages are large: a system call each is cheaper than a completion for each piece. */
    boolean large;

    /** How many reads in a row were small, while it was thought to be large. */
    int smallReads;

    /**
     * Large only: it streams. Bytes come while others are received, so that the news of a change
     * are old when they are read; asking again each time costs less than reading in vain.
     */
    boolean streams;

    /** Large only: there may be something to read. */
    boolean readable;

    /**
     * Large only: a short read is not the last one, because there is an end behind it, or an urgent
     * byte, in front of which a read stops.
     */
    boolean goesOn;

    /** Nothing more comes: the end or an error was seen, and perhaps not told yet. */
    boolean over;

    /** What is to be told after what was kept: 0 for the end, else an errno. */
    int ending;

    /** The end or error was told. */
    boolean told;

    /** In the list of those that go on before the next wait. */
    boolean ready;

    /** Received while nobody wanted it, in order. */
    @Nullable Chunk kept;

    @Nullable Chunk lastKept;

    /** The length of a send that was handed to the ring, or 0. */
    int inFlight;

    /** How much of it was sent, or -errno; all unless the kernel says otherwise. */
    int sent;

    /** The kernel will tell when there is room. */
    boolean roomArmed;
}
