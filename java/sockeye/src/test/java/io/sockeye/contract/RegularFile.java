package io.sockeye.contract;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A descriptor of a regular file, which no call of the library opens. */
final class RegularFile {
    private RegularFile() {}

    /** Opens a new file with one byte in it; both go away with the test. */
    static int open(ContractTest test) throws IOException {
        Path path = Files.createTempFile("sockeye", null);
        Files.write(path, new byte[1]);
        FileInputStream stream = new FileInputStream(path.toFile());
        test.own(
                () -> {
                    stream.close();
                    Files.delete(path);
                });
        return Descriptors.leadingTo(path);
    }
}
