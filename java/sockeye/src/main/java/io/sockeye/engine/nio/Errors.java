package io.sockeye.engine.nio;

import io.sockeye.engine.Abi;
import io.sockeye.engine.Errno;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.nio.channels.AlreadyBoundException;
import java.nio.channels.AlreadyConnectedException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.ConnectionPendingException;
import java.nio.channels.NoConnectionPendingException;
import java.nio.channels.NotYetBoundException;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one table that turns what {@code java.nio} throws into error numbers.
 *
 * <p>Where the OS refused, the exception's message is strerror(3)'s, so the words give the very
 * number. They are translated in some locales and differ on musl; then the class has to do.
 */
final class Errors {
    private static final Map<String, Integer> BY_TEXT = texts();
    private static final Map<Class<?>, Integer> BY_CLASS = classes();

    private Errors() {}

    /**
     * The number for an exception.
     *
     * @param e what a channel threw
     * @return the negated errno
     * @throws RuntimeException {@code e} itself, if it says nothing about the OS
     */
    static int of(Exception e) {
        return -errno(e);
    }

    static int errno(Exception e) {
        if (e instanceof ErrnoException known) {
            return known.errno;
        }
        if (e instanceof IOException && e.getMessage() != null) {
            Integer errno = byText(e.getMessage());
            if (errno != null) {
                return errno;
            }
        }
        return byClass(e);
    }

    private static @org.jspecify.annotations.Nullable Integer byText(String message) {
        Integer errno = BY_TEXT.get(message);
        int colon = message.indexOf(": ");
        // With jdk.includeInExceptions=hostInfo, and on Windows, more words follow a colon.
        return errno == null && colon > 0 ? BY_TEXT.get(message.substring(0, colon)) : errno;
    }

    private static int byClass(Exception e) {
        for (Map.Entry<Class<?>, Integer> entry : BY_CLASS.entrySet()) {
            if (entry.getKey().isInstance(e)) {
                return entry.getValue();
            }
        }
        if (e instanceof RuntimeException bug) {
            throw bug;
        }
        return Errno.EIO;
    }

    private static Map<String, Integer> texts() {
        Map<String, Integer> texts = new HashMap<>();
        for (String name : Abi.host().names()) {
            int value = Abi.host().constant(name);
            if (Errno.name(value).equals(name)) {
                texts.put(Errno.strerror(value), value);
            }
        }
        putJdkTexts(texts);
        putMuslTexts(texts);
        return texts;
    }

    /** Words of the JDK's own. */
    private static void putJdkTexts(Map<String, Integer> texts) {
        texts.put("Connection reset", Errno.ECONNRESET);
        texts.put("Socket buffer full", Errno.EAGAIN);
        texts.put("Can't send to port 0", Errno.EINVAL);
        texts.put("Can't connect to port 0", Errno.EINVAL);
        texts.put("Unix domain path too long", Errno.EINVAL);
        texts.put("Server socket cannot bind to unnamed address", Errno.EINVAL);
    }

    private static void putMuslTexts(Map<String, Integer> texts) {
        texts.put("Address in use", Errno.EADDRINUSE);
        texts.put("Address not available", Errno.EADDRNOTAVAIL);
        texts.put("Network unreachable", Errno.ENETUNREACH);
        texts.put("Host is unreachable", Errno.EHOSTUNREACH);
        texts.put("Operation timed out", Errno.ETIMEDOUT);
        texts.put("No file descriptors available", Errno.EMFILE);
        texts.put("Too many open files in system", Errno.ENFILE);
        texts.put("Message too large", Errno.EMSGSIZE);
        texts.put("Socket not connected", Errno.ENOTCONN);
        texts.put("Not supported", Errno.EOPNOTSUPP);
        texts.put("Out of memory", Errno.ENOMEM);
    }

    private static Map<Class<?>, Integer> classes() {
        Map<Class<?>, Integer> classes = new LinkedHashMap<>();
        classes.put(PortUnreachableException.class, Errno.ECONNREFUSED);
        classes.put(ConnectException.class, Errno.ECONNREFUSED);
        classes.put(NoRouteToHostException.class, Errno.EHOSTUNREACH);
        classes.put(BindException.class, Errno.EADDRINUSE);
        classes.put(ClosedChannelException.class, Errno.EBADF);
        classes.put(CancelledKeyException.class, Errno.EBADF);
        classes.put(ClosedSelectorException.class, Errno.EBADF);
        classes.put(NotYetConnectedException.class, Errno.ENOTCONN);
        classes.put(AlreadyConnectedException.class, Errno.EISCONN);
        classes.put(ConnectionPendingException.class, Errno.EALREADY);
        classes.put(NoConnectionPendingException.class, Errno.EINVAL);
        classes.put(AlreadyBoundException.class, Errno.EINVAL);
        classes.put(NotYetBoundException.class, Errno.EINVAL);
        classes.put(UnresolvedAddressException.class, Errno.EADDRNOTAVAIL);
        classes.put(UnsupportedAddressTypeException.class, Errno.EAFNOSUPPORT);
        classes.put(NoSuchFileException.class, Errno.ENOENT);
        classes.put(FileAlreadyExistsException.class, Errno.EEXIST);
        classes.put(AccessDeniedException.class, Errno.EACCES);
        classes.put(InvalidPathException.class, Errno.EINVAL);
        classes.put(SecurityException.class, Errno.EACCES);
        classes.put(UnsupportedOperationException.class, Errno.EOPNOTSUPP);
        classes.put(IllegalArgumentException.class, Errno.EINVAL);
        return classes;
    }
}
