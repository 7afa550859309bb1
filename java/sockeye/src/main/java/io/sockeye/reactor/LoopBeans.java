package io.sockeye.reactor;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** Shows loops to JMX. Only this class needs the module java.management. */
final class LoopBeans {
    private LoopBeans() {}

    private record Bean(Loop loop) implements LoopMXBean {
        private LoopStats stats() {
            return loop.counters.snapshot(loop.name);
        }

        @Override
        public long getConnectionsMade() {
            return stats().connectionsMade();
        }

        @Override
        public long getConnectionsOpen() {
            return stats().connectionsOpen();
        }

        @Override
        public long getBytesReceived() {
            return stats().bytesReceived();
        }

        @Override
        public long getBytesSent() {
            return stats().bytesSent();
        }

        @Override
        public long getTurns() {
            return stats().turns();
        }

        @Override
        public long getEvents() {
            return stats().events();
        }

        @Override
        public double getEventsPerTurn() {
            LoopStats now = stats();
            return now.turns() == 0 ? 0 : (double) now.events() / now.turns();
        }

        @Override
        public long getMaxEventsPerTurn() {
            return stats().maxEventsPerTurn();
        }

        @Override
        public long getTimersRun() {
            return stats().timersRun();
        }

        @Override
        public long getMaxTimerLagNanos() {
            return stats().maxTimerLagNanos();
        }

        @Override
        public long getAcceptPauses() {
            return stats().acceptPauses();
        }

        @Override
        public long getFailures() {
            return stats().failures();
        }

        @Override
        public long getBlockedReports() {
            return stats().blockedReports();
        }
    }

    static void register(List<Loop> loops) {
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            try {
                ManagementFactory.getPlatformMBeanServer()
                        .registerMBean(
                                new StandardMBean(new Bean(loop), LoopMXBean.class, true),
                                name(loop));
            } catch (JMException e) {
                unregister(loops.subList(0, i));
                throw new IllegalStateException(
                        "the counters of loop "
                                + loop.name
                                + " cannot be shown by JMX: "
                                + e
                                + "; give each reactor a name of its own",
                        e);
            }
        }
    }

    static void unregister(List<Loop> loops) {
        for (Loop loop : loops) {
            try {
                ManagementFactory.getPlatformMBeanServer().unregisterMBean(name(loop));
            } catch (JMException e) {
                Log.log(Level.DEBUG, () -> "unregistering " + loop.name, e);
            }
        }
    }

    private static ObjectName name(Loop loop) throws JMException {
        return new ObjectName("io.sockeye.reactor:type=Loop,name=" + ObjectName.quote(loop.name));
    }
}
