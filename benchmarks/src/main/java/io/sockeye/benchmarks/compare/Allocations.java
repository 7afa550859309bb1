package io.sockeye.benchmarks.compare;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * How much the threads of another JVM have allocated, to the byte. The threads that serve this very
 * question allocate as well; they are told by their names and left out. Ask when all time has been
 * measured: a JVM that has been asked has more threads.
 */
final class Allocations implements AutoCloseable {
    private final JMXConnector connector;
    private final ThreadMXBean threads;

    private Allocations(JMXConnector connector, ThreadMXBean threads) {
        this.connector = connector;
        this.threads = threads;
    }

    /** Attaches to a JVM. */
    static Allocations of(long pid) throws IOException {
        JMXServiceURL address = new JMXServiceURL(startAgent(Long.toString(pid)));
        JMXConnector connector = JMXConnectorFactory.connect(address);
        return new Allocations(
                connector,
                ManagementFactory.newPlatformMXBeanProxy(
                        connector.getMBeanServerConnection(),
                        ManagementFactory.THREAD_MXBEAN_NAME,
                        ThreadMXBean.class));
    }

    /** The sum of all threads that are alive. */
    long bytes() {
        long[] ids =
                Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                        .filter(Objects::nonNull)
                        .filter(thread -> !isOurs(thread))
                        .mapToLong(ThreadInfo::getThreadId)
                        .toArray();
        long sum = 0;
        for (long each : threads.getThreadAllocatedBytes(ids)) {
            sum += Math.max(each, 0);
        }
        return sum;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }

    private static boolean isOurs(ThreadInfo thread) {
        String name = thread.getThreadName();
        return name.startsWith("RMI ") || name.startsWith("JMX ") || name.startsWith("Attach ");
    }

    private static String startAgent(String pid) throws IOException {
        try {
            VirtualMachine machine = VirtualMachine.attach(pid);
            try {
                return machine.startLocalManagementAgent();
            } finally {
                machine.detach();
            }
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot attach: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IOException("this Java lacks the module jdk.attach", e);
        }
    }
}
