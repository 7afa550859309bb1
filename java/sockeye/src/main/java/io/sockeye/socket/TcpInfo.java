package io.sockeye.socket;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How a TCP connection is doing: the members of Linux' {@code struct tcp_info} that programs look
 * at. {@code getsockopt(IPPROTO_TCP, TCP_INFO, 1024)} has all of them. Counts are unsigned.
 *
 * @param state 1 to 12; {@link #stateName} has its name
 * @param retransmits how often the oldest unacknowledged segment was sent again
 * @param rto the retransmission timeout
 * @param sndMss the largest segment that is sent
 * @param rcvMss the largest segment that was received
 * @param unacked segments that wait for their acknowledgement
 * @param lost segments that are thought lost
 * @param pmtu the path's largest packet
 * @param rtt the smoothed round-trip time
 * @param rttvar its variance
 * @param sndCwnd the congestion window in segments
 * @param rcvSpace the advertised window's target in bytes
 * @param totalRetrans segments that were sent again since the connection began
 */
public record TcpInfo(
        int state,
        int retransmits,
        Duration rto,
        int sndMss,
        int rcvMss,
        int unacked,
        int lost,
        int pmtu,
        Duration rtt,
        Duration rttvar,
        int sndCwnd,
        int rcvSpace,
        int totalRetrans) {
    /** Up to tcpi_total_retrans, which every kernel of the last twenty years has. */
    static final int SIZE = 104;

    private static final List<String> STATES =
            List.of(
                    "ESTABLISHED",
                    "SYN_SENT",
                    "SYN_RECV",
                    "FIN_WAIT1",
                    "FIN_WAIT2",
                    "TIME_WAIT",
                    "CLOSE",
                    "CLOSE_WAIT",
                    "LAST_ACK",
                    "LISTEN",
                    "CLOSING",
                    "NEW_SYN_RECV");

    /** Reads a {@code struct tcp_info}; what is missing is 0. */
    static TcpInfo of(byte[] info) {
        ByteBuffer b = ByteBuffer.wrap(Arrays.copyOf(info, SIZE)).order(ByteOrder.nativeOrder());
        return new TcpInfo(
                b.get(0) & 0xff,
                b.get(2) & 0xff,
                micros(b.getInt(8)),
                b.getInt(16),
                b.getInt(20),
                b.getInt(24),
                b.getInt(32),
                b.getInt(60),
                micros(b.getInt(68)),
                micros(b.getInt(72)),
                b.getInt(80),
                b.getInt(96),
                b.getInt(100));
    }

    private static Duration micros(int unsigned) {
        return Duration.ofNanos(Integer.toUnsignedLong(unsigned) * 1000);
    }

    /**
     * The name of the state, as in tcp(7).
     *
     * @return such as {@code "ESTABLISHED"}, or the number of one that is not known
     */
    public String stateName() {
        boolean known = state >= 1 && state <= STATES.size();
        return known ? STATES.get(state - 1) : Integer.toString(state);
    }
}
