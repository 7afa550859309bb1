package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is told once: whose requests it handles, and how.
 *
 * @param serverClass of which the worker makes its own server
 * @param handlerClass that handles
 * @param maxRequests after which the worker ends; 0 for never
 * @param family AF_ of the server's socket
 * @param type SOCK_ of it
 * @param sockaddr the server's address
 * @param timeout of handleRequest
 */
record WorkerSetup(
        String serverClass,
        String handlerClass,
        int maxRequests,
        int family,
        int type,
        byte[] sockaddr,
        boolean allowReuseAddress,
        boolean allowReusePort,
        int requestQueueSize,
        int maxPacketSize,
        @Nullable Duration timeout) {

    static WorkerSetup of(BaseServer<?> server, Class<?> made, Class<?> handler, int maxRequests)
            throws IOException {
        int family = server.socket().family();
        Address at = server.serverAddress();
        return new WorkerSetup(
                made.getName(),
                handler.getName(),
                maxRequests,
                family,
                server.socket().type(),
                Addresses.encode(server.engine(), family, at, "serverAddress"),
                server.allowReuseAddress(),
                server.allowReusePort(),
                server.requestQueueSize(),
                server.maxPacketSize(),
                server.timeout());
    }

    Address address() {
        return Addresses.decode(sockaddr, family);
    }

    byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(serverClass);
        out.writeUTF(handlerClass);
        out.writeInt(maxRequests);
        out.writeInt(family);
        out.writeInt(type);
        out.writeInt(sockaddr.length);
        out.write(sockaddr);
        out.writeBoolean(allowReuseAddress);
        out.writeBoolean(allowReusePort);
        out.writeInt(requestQueueSize);
        out.writeInt(maxPacketSize);
        writeTimeout(out, timeout);
        return bytes.toByteArray();
    }

    static void writeTimeout(DataOutputStream out, @Nullable Duration timeout) throws IOException {
        out.writeBoolean(timeout != null);
        if (timeout != null) {
            out.writeLong(timeout.getSeconds());
            out.writeInt(timeout.getNano());
        }
    }

    static @Nullable Duration readTimeout(DataInputStream in) throws IOException {
        return in.readBoolean() ? Duration.ofSeconds(in.readLong(), in.readInt()) : null;
    }

    static WorkerSetup decode(DataInputStream in) throws IOException {
        String serverClass = in.readUTF();
        String handlerClass = in.readUTF();
        int maxRequests = in.readInt();
        int family = in.readInt();
        int type = in.readInt();
        byte[] sockaddr = in.readNBytes(in.readInt());
        boolean reuseAddress = in.readBoolean();
        boolean reusePort = in.readBoolean();
        int queueSize = in.readInt();
        int packetSize = in.readInt();
        return new WorkerSetup(
                serverClass,
                handlerClass,
                maxRequests,
                family,
                type,
                sockaddr,
                reuseAddress,
                reusePort,
                queueSize,
                packetSize,
                readTimeout(in));
    }
}
