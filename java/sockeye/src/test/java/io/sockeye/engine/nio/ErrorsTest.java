package io.sockeye.engine.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnsupportedAddressTypeException;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void theWordsOfTheOsGiveTheVeryNumber() {
        assertEquals(-Errno.ECONNRESET, Errors.of(new IOException("Connection reset by peer")));
        assertEquals(-Errno.EPIPE, Errors.of(new IOException("Broken pipe")));
        assertEquals(-Errno.EMFILE, Errors.of(new IOException("Too many open files")));
        assertEquals(-Errno.EACCES, Errors.of(new BindException("Permission denied")));
        assertEquals(-Errno.ETIMEDOUT, Errors.of(new ConnectException("Connection timed out")));
    }

    @Test
    void wordsBehindAColonDoNotHide() {
        assertEquals(
                -Errno.ECONNREFUSED,
                Errors.of(new ConnectException("Connection refused: host:80")));
    }

    @Test
    void theJdksOwnWordsCountToo() {
        assertEquals(-Errno.ECONNRESET, Errors.of(new SocketException("Connection reset")));
        assertEquals(-Errno.EAGAIN, Errors.of(new IOException("Socket buffer full")));
    }

    @Test
    void inAnotherLanguageTheClassDecides() {
        assertEquals(-Errno.EADDRINUSE, Errors.of(new BindException("Adresse belegt")));
        assertEquals(-Errno.ECONNREFUSED, Errors.of(new ConnectException("abgelehnt")));
        assertEquals(-Errno.EHOSTUNREACH, Errors.of(new NoRouteToHostException(null)));
        assertEquals(-Errno.EIO, Errors.of(new IOException("kaputt")));
    }

    @Test
    void statesOfChannelsHaveNumbers() {
        assertEquals(-Errno.EBADF, Errors.of(new AsynchronousCloseException()));
        assertEquals(-Errno.EINVAL, Errors.of(new AlreadyBoundException()));
        assertEquals(-Errno.ENOTCONN, Errors.of(new NotYetConnectedException()));
        assertEquals(-Errno.EAFNOSUPPORT, Errors.of(new UnsupportedAddressTypeException()));
    }

    @Test
    void aBugStaysABug() {
        NullPointerException bug = new NullPointerException();
        assertSame(bug, assertThrows(NullPointerException.class, () -> Errors.of(bug)));
    }
}
