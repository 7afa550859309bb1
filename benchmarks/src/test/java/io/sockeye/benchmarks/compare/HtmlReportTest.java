package io.sockeye.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.benchmarks.load.Load;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final Server C = server("c-epoll", Server.Kind.C);
    private static final Server NETTY = server("netty epoll", Server.Kind.NETTY);
    private static final Server NASTY = server("<b>&\"</script>", Server.Kind.SOCKEYE);

    private final String page = HtmlReport.of(results());

    @Test
    void everyServerHasItsNumbers() throws Exception {
        List<String> rows = texts(document(), "tr");
        assertEquals("server requests/s CPU µs/request ratio to C (spread)", start(rows.get(0), 5));
        assertEquals("<b>&\"</script> 1,000 2.00 0.50 (0.40-0.60)", start(rows.get(1), 5));
        assertEquals("c-epoll 1,000 4.00 1.00 (1.00-1.00)", start(rows.get(2), 5));
        assertEquals("netty epoll 1,000 6.00 1.50 (1.50-1.50)", start(rows.get(3), 5));
    }

    @Test
    void itSaysWhoWonWhatIsNoiseWhatIsMissingAndWhereItWas() throws Exception {
        String text = document().getDocumentElement().getTextContent();
        assertTrue(text.contains("Winner on this machine: <b>&\"</script>, at 0.50 times"), text);
        assertTrue(text.contains("c-epoll against itself differed by 0.0 %"), text);
        assertTrue(text.contains("left out: slow one cannot hold 50 connections"), text);
        assertTrue(text.contains("cpython: there is no <python3>"), text);
        assertTrue(text.contains("a CPU of 1971"), text);
    }

    /** What a browser would fetch; addresses in comments of the library are no matter. */
    @Test
    void nothingHasToBeFetched() throws Exception {
        NodeList all = document().getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element element = (Element) all.item(i);
            for (String attribute : List.of("src", "href", "srcset", "action", "data")) {
                assertFalse(element.hasAttribute(attribute), element.getTagName());
            }
            assertFalse(Set.of("link", "base", "iframe", "object").contains(element.getTagName()));
        }
        String style = page.substring(page.indexOf("<style>"), page.indexOf("</style>"));
        assertFalse(style.contains("url(") || style.contains("@import"), style);
        assertFalse(page.contains("sourceMappingURL"));
        assertFalse(page.contains("{{"));
    }

    @Test
    void theChartsHaveTheLibraryAndTheirData() throws Exception {
        assertTrue(page.contains("Chart.js v"));
        assertEquals(3, page.split("</script>", -1).length - 1, "a script was ended by data");
        assertTrue(page.contains("\"name\": \"\\u003cb>&\\\"\\u003c/script>\""));
        NodeList charts = document().getElementsByTagName("canvas");
        assertEquals(2, charts.getLength());
        for (int i = 0; i < charts.getLength(); i++) {
            assertTrue(((Element) charts.item(i)).getAttribute("aria-label").contains("table"));
        }
    }

    /** Well formed as XML but for its scripts, which no parser of HTML looks into. */
    private Document document() throws Exception {
        String markup = page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1</script>");
        markup = markup.replace("<!DOCTYPE html>", "");
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(markup)));
    }

    private static List<String> texts(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            List<String> cells = new ArrayList<>();
            NodeList children = found.item(i).getChildNodes();
            for (int cell = 0; cell < children.getLength(); cell++) {
                cells.add(children.item(cell).getTextContent());
            }
            texts.add(String.join("\t", cells));
        }
        return texts;
    }

    private static String start(String row, int cells) {
        return String.join(" ", List.of(row.split("\t")).subList(0, cells));
    }

    private static Results results() {
        Load load = new Load(50, 64, 1);
        Workload workload = Workload.echo(load);
        List<Turns> turns = List.of(turns(C, 4, 4), turns(C, 4, 4), turns(NASTY, 1.6, 2.4));
        turns = new ArrayList<>(turns);
        turns.add(turns(NETTY, 6, 6));
        List<String> missing = List.of("slow one cannot hold 50 connections");
        Scores scores = Scores.of(workload, C, turns, missing);
        Lineup lineup =
                new Lineup(List.of(C, NASTY, NETTY), List.of("cpython: there is no <python3>"));
        Settings settings = new Settings(List.of(workload), 2, 1, 1, false);
        Map<String, String> machine = new LinkedHashMap<>(Map.of("CPU", "a CPU of 1971"));
        return new Results(List.of(new Part(settings, lineup, List.of(scores))), machine);
    }

    private static Turns turns(Server server, double... micros) {
        Turns turns = Turns.none(server);
        for (double each : micros) {
            turns.slices().add(new Slice(1000, 1_000_000_000, Math.round(each * 1e6), 0));
        }
        return turns;
    }

    private static Server server(String name, Server.Kind kind) {
        return new Server(name, kind, Server.UNLIMITED, List.of());
    }
}
