package io.sockeye.benchmarks.compare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What strace saw of a server: the calls of the threads and processes that serve, from the first
 * message after all connections were accepted to the first end of a connection. What starting and
 * stopping take is outside, and so is what a JVM does for itself on other threads.
 */
final class Trace {
    /** Such as {@code 123 recvfrom(7, ""..., 65536, 0, NULL, NULL) = 64}. */
    private static final Pattern CALL =
            Pattern.compile("(\\d+) +(\\w+)\\((\\d*)(?:.*\\)\\s+=\\s(-?\\d+))?.*");

    /** The end of a call during which other threads were seen. */
    private static final Pattern RESUMED =
            Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>.*\\)\\s+=\\s(-?\\d+).*");

    private static final Set<String> ACCEPT = Set.of("accept", "accept4");
    private static final Set<String> RECV = Set.of("recvfrom", "recvmsg", "read", "readv");
    private static final Set<String> SEND = Set.of("sendto", "sendmsg", "write", "writev");
    private static final String RING_WAIT = "io_uring_enter";
    private static final Set<String> WAIT =
            Set.of(
                    "epoll_wait",
                    "epoll_pwait",
                    "epoll_pwait2",
                    "poll",
                    "ppoll",
                    "select",
                    "pselect6",
                    RING_WAIT);

    private final Map<String, Integer> counts = new HashMap<>();
    private long bytes;

    private Trace() {}

    /** One call of one thread; its result is known only where it ends. */
    private static final class Call {
        final String thread;
        final String name;
        final String fd;
        long result = Long.MIN_VALUE;

        Call(String thread, String name, String fd) {
            this.thread = thread;
            this.name = name;
            this.fd = fd;
        }
    }

    static Trace parse(List<String> lines) {
        List<Call> calls = calls(lines);
        Trace trace = new Trace();
        Set<String> accepted = new HashSet<>();
        int last = -1;
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (ACCEPT.contains(call.name) && call.result >= 0) {
                accepted.add(Long.toString(call.result));
                last = i;
            }
        }
        if (last >= 0) {
            List<Call> serving = calls.subList(last + 1, calls.size());
            Set<String> threads = threads(serving, accepted);
            trace.count(
                    serving.stream().filter(call -> threads.contains(call.thread)).toList(),
                    accepted);
        }
        return trace;
    }

    /** Those that receive from clients, and those that wait for them on their behalf. */
    private static Set<String> threads(List<Call> calls, Set<String> accepted) {
        return calls.stream()
                .filter(
                        call ->
                                WAIT.contains(call.name)
                                        || RECV.contains(call.name) && accepted.contains(call.fd))
                .map(call -> call.thread)
                .collect(Collectors.toSet());
    }

    /**
     * What a server with a ring calls, whose kernel accepts and receives by itself: everything on
     * the thread that enters the ring.
     *
     * @param bytes that the load has sent
     */
    static Trace ofRing(List<String> lines, long bytes) {
        List<Call> calls = calls(lines);
        Trace trace = new Trace();
        calls.stream()
                .filter(call -> call.name.equals(RING_WAIT))
                .map(call -> call.thread)
                .findFirst()
                .ifPresent(thread -> trace.countRing(calls, thread, bytes));
        return trace;
    }

    private void countRing(List<Call> calls, String thread, long sent) {
        boolean begun = false;
        for (Call call : calls) {
            if (call.thread.equals(thread)) {
                begun |= call.name.equals(RING_WAIT);
                if (begun) {
                    counts.merge(call.name, 1, Integer::sum);
                }
            }
        }
        bytes = sent;
    }

    double requests(int size) {
        return (double) bytes / size;
    }

    int recv() {
        return sum(RECV);
    }

    int send() {
        return sum(SEND);
    }

    int waits() {
        return sum(WAIT);
    }

    int epollCtl() {
        return sum(Set.of("epoll_ctl"));
    }

    int all() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int others() {
        return all() - recv() - send() - waits() - epollCtl();
    }

    private int sum(Set<String> names) {
        return names.stream().mapToInt(name -> counts.getOrDefault(name, 0)).sum();
    }

    private void count(List<Call> calls, Set<String> accepted) {
        boolean begun = false;
        for (Call call : calls) {
            boolean receives = RECV.contains(call.name) && accepted.contains(call.fd);
            if (receives && call.result == 0) {
                return;
            }
            begun |= receives;
            if (begun) {
                counts.merge(call.name, 1, Integer::sum);
                bytes += receives ? Math.max(call.result, 0) : 0;
            }
        }
    }

    private static List<Call> calls(List<String> lines) {
        Map<String, Call> unfinished = new HashMap<>();
        List<Call> calls = new ArrayList<>();
        for (String line : lines) {
            Matcher resumed = RESUMED.matcher(line);
            Matcher call = CALL.matcher(line);
            if (resumed.matches()) {
                Call begun = unfinished.remove(resumed.group(1));
                if (begun != null) {
                    begun.result = Long.parseLong(resumed.group(2));
                }
            } else if (call.matches()) {
                Call begun = new Call(call.group(1), call.group(2), call.group(3));
                calls.add(begun);
                if (call.group(4) == null) {
                    unfinished.put(begun.thread, begun);
                } else {
                    begun.result = Long.parseLong(call.group(4));
                }
            }
        }
        return calls;
    }
}
