package io.sockeye.benchmarks.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartCommandTest {
    private static final String RUN =
            """
            {"machine": {"CPU": "a CPU of 1971", "kernel": "Linux 6.1", "JDK of the servers": "25"},
             "reference": "c-epoll",
             "tables": [
              {"scenario": "echo", "connections": 50, "size": 64, "depth": 1, "rate": 0,
               "servers": [{"name": "reactor jni+epoll", "group": "sockeye", "ratio": 1.05},
                           {"name": "java.nio", "group": "jdk", "ratio": 1.2}]},
              {"scenario": "echo", "connections": 1000, "size": 16384, "depth": 16, "rate": 0,
               "servers": [{"name": "java.nio", "group": "jdk", "ratio": 2.5}]},
              {"scenario": "churn", "connections": 50, "size": 64, "depth": 1, "rate": 0,
               "servers": []}]}
            """;

    @TempDir Path folder;

    @Test
    void drawsAPictureInWhichTheServersHaveTheirColours() throws Exception {
        Path json = Files.writeString(folder.resolve("run.json"), RUN);
        Path picture = folder.resolve("chart.png");
        assertEquals(0, ChartCommand.run(json.toString(), picture.toString()));
        BufferedImage image = ImageIO.read(picture.toFile());
        assertEquals(2400, image.getWidth());
        assertTrue(has(image, 0xa62317), "reactor");
        assertTrue(has(image, 0x9a6700), "java.nio");
        assertFalse(has(image, 0x1f6feb), "Netty did not take part");
    }

    @Test
    void groupsAreNamedShortly() throws Exception {
        Run run = Run.read(Files.writeString(folder.resolve("run.json"), RUN));
        assertEquals("50", run.tables.get(0).label());
        assertEquals("1,000 × 16 KiB × 16 deep", run.tables.get(1).label());
        assertEquals("churn", run.tables.get(2).label());
        assertEquals(null, run.tables.get(1).ratio("reactor jni+epoll"));
    }

    @Test
    void whatIsNoRunIsRefused() throws Exception {
        Path none = Files.writeString(folder.resolve("none.json"), "{}");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{");
        String picture = folder.resolve("chart.png").toString();
        for (Path json : new Path[] {none, broken, folder.resolve("missing.json")}) {
            assertEquals(1, ChartCommand.run(json.toString(), picture), json.toString());
        }
        Path run = Files.writeString(folder.resolve("run.json"), RUN);
        assertEquals(1, ChartCommand.run("--servers=nobody", run.toString(), picture));
        assertFalse(Files.exists(Path.of(picture)));
    }

    private static boolean has(BufferedImage image, int color) {
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                if ((image.getRGB(x, y) & 0xffffff) == color) {
                    return true;
                }
            }
        }
        return false;
    }
}
