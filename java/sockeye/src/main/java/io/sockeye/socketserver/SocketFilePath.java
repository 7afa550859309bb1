package io.sockeye.socketserver;

import io.sockeye.engine.FileNames;
import io.sockeye.socket.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that binding a Unix socket has made, to be removed by who made it: another server may
 * have taken its place meanwhile.
 *
 * @param key the file's device and inode
 * @param made when; an inode's number may be used again at once
 */
record SocketFilePath(Path path, @Nullable Object key, FileTime made) {
    /** Null if the address has no file. */
    static @Nullable SocketFilePath of(Address bound) throws IOException {
        if (!(bound instanceof Address.Unix unix) || unix.isAbstract() || unix.path().length == 0) {
            return null;
        }
        try {
            return at(Path.of(new String(unix.path(), FileNames.CHARSET)).toAbsolutePath());
        } catch (InvalidPathException e) {
            // The locale has no such characters: Java cannot name the file, and so not remove it.
            return null;
        }
    }

    private static SocketFilePath at(Path path) throws IOException {
        BasicFileAttributes file =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new SocketFilePath(path, file.fileKey(), file.lastModifiedTime());
    }

    /** Removes it if it is still the same. */
    void remove() throws IOException {
        try {
            SocketFilePath now = at(path);
            if (Objects.equals(now.key, key) && now.made.equals(made)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody has removed it already.
        }
    }
}
