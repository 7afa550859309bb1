package io.sockeye.examples;

import static io.sockeye.socket.Sockets.*;

/**
 * Numbers as the network has them (S3-8). Teaches that hosts differ in which byte of a number comes
 * first, that the network has the highest first, and that a conversion there and back changes
 * nothing. Java's own streams and buffers are in network order already.
 */
public final class NetworkOrder {
    private NetworkOrder() {}

    public static void main(String[] args) {
        System.out.println("htons(20000) " + htons(20000)); // of 16 bits
        System.out.println("htonl(20000) " + htonl(20000)); // of 32 bits
        System.out.println("ntohs(8270) " + ntohs(8270));
        System.out.println("ntohl(541982720) " + ntohl(541982720));
        System.out.println("ntohl(htonl(4294967295)) " + ntohl(htonl(4294967295L)));
    }
}
