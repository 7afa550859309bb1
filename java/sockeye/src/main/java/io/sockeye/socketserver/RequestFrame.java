package io.sockeye.socketserver;

import io.sockeye.socket.Address;
import io.sockeye.socket.Addresses;
import io.sockeye.socket.Socket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way to a worker.
 *
 * @param sockaddr of the client
 * @param timeout of the connection
 * @param data of the datagram
 */
record RequestFrame(byte[] sockaddr, @Nullable Duration timeout, byte[] data) {
    private static final byte[] NONE = {};

    /** Sends it. The request stays open here. */
    static void send(Socket channel, Object request, Address client, Socket server)
            throws IOException {
        byte[] sockaddr =
                Addresses.encode(server.engine(), server.family(), client, "processRequest");
        if (request instanceof Socket connection) {
            RequestFrame frame = new RequestFrame(sockaddr, connection.gettimeout(), NONE);
            Frame.send(channel, Frame.CONNECTION, frame.encode(), connection.fileno());
        } else {
            RequestFrame frame = new RequestFrame(sockaddr, null, ((Datagram) request).data());
            Frame.send(channel, Frame.DATAGRAM, frame.encode(), -1);
        }
    }

    /** The request as the worker has it. */
    Object request(Frame frame, Socket server) throws IOException {
        if (frame.kind() == Frame.DATAGRAM) {
            return new Datagram(data, server);
        }
        Socket connection = Socket.adopt(server.engine(), frame.fd());
        connection.settimeout(timeout);
        return connection;
    }

    private byte[] encode() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(sockaddr.length + data.length + 32);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(sockaddr.length);
        out.write(sockaddr);
        WorkerSetup.writeTimeout(out, timeout);
        out.write(data);
        return bytes.toByteArray();
    }

    static RequestFrame decode(Frame frame) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame.payload()));
        byte[] sockaddr = in.readNBytes(in.readInt());
        return new RequestFrame(sockaddr, WorkerSetup.readTimeout(in), in.readAllBytes());
    }

    Address client(int family) {
        return Addresses.decode(sockaddr, family);
    }
}
