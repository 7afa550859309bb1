package io.sockeye.contract;

import static io.sockeye.socket.Sockets.AF_INET;
import static io.sockeye.socket.Sockets.AF_INET6;
import static io.sockeye.socket.Sockets.AF_UNSPEC;
import static io.sockeye.socket.Sockets.AI_CANONNAME;
import static io.sockeye.socket.Sockets.AI_NUMERICHOST;
import static io.sockeye.socket.Sockets.AI_PASSIVE;
import static io.sockeye.socket.Sockets.EAI_BADFLAGS;
import static io.sockeye.socket.Sockets.EAI_FAMILY;
import static io.sockeye.socket.Sockets.EAI_NONAME;
import static io.sockeye.socket.Sockets.EAI_SERVICE;
import static io.sockeye.socket.Sockets.EAI_SOCKTYPE;
import static io.sockeye.socket.Sockets.SOCK_DGRAM;
import static io.sockeye.socket.Sockets.SOCK_STREAM;
import static io.sockeye.socket.Sockets.fromshare;
import static io.sockeye.socket.Sockets.getaddrinfo;
import static io.sockeye.socket.Sockets.gethostbyname;
import static io.sockeye.socket.Sockets.gethostname;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sockeye.engine.ClosedException;
import io.sockeye.engine.Errno;
import io.sockeye.engine.OsException;
import io.sockeye.engine.Resolver;
import io.sockeye.socket.AddrInfo;
import io.sockeye.socket.Address;
import io.sockeye.socket.GaiException;
import io.sockeye.socket.HerrException;
import io.sockeye.socket.HostInfo;
import io.sockeye.socket.NameInfo;
import io.sockeye.socket.Names;
import io.sockeye.socket.Socket;
import io.sockeye.socket.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names: getaddrinfo and its kin of the default engine, and every engine's resolver. */
@Tag("contract")
class NamesTest extends ContractTest {
    private Resolver.Answer ask(
            String host, String service, int family, int type, int proto, int flags) {
        return engine.resolver().getaddrinfo(host, service, family, type, proto, flags);
    }

    @Test
    void aNumberIsResolvedForEachKindOfSocket() {
        Resolver.Answer answer = ask("127.0.0.1", "80", 0, 0, 0, 0);
        assertEquals(0, answer.code());
        assertEquals(
                List.of(1, 2, 3), answer.entries().stream().map(Resolver.Entry::type).toList());
        assertEquals(1, ask("127.0.0.1", "80", 0, SOCK_STREAM, 0, 0).entries().size());
    }

    @Test
    void failuresHaveTheCodesOfTheHost() {
        assertEquals(EAI_NONAME, ask(null, null, 0, 0, 0, 0).code());
        assertEquals(EAI_NONAME, ask("localhost", null, 0, 0, 0, AI_NUMERICHOST).code());
        assertEquals(EAI_SERVICE, ask("127.0.0.1", "no-such-service", 0, SOCK_STREAM, 0, 0).code());
        assertEquals(EAI_FAMILY, ask("127.0.0.1", "80", 9999, 0, 0, 0).code());
        assertEquals(EAI_SOCKTYPE, ask("127.0.0.1", "80", 0, 9999, 0, 0).code());
        assertEquals(EAI_BADFLAGS, ask("127.0.0.1", "80", 0, 0, 0, 0x40000000).code());
        assertFalse(engine.resolver().errorText(EAI_NONAME).isEmpty());
    }

    @Test
    void aServiceHasAName() {
        Resolver.Answer answer = ask("127.0.0.1", "http", AF_INET, SOCK_STREAM, 0, 0);
        assertEquals(0, answer.code());
        byte[] sockaddr = answer.entries().get(0).sockaddr();
        assertEquals(80, (sockaddr[2] & 0xff) << 8 | sockaddr[3] & 0xff);
    }

    @Test
    void withoutAHostItIsTheLoopbackOrEverything() throws IOException {
        Address loopback = getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0, 0).get(0).address();
        assertEquals(Address.inet("127.0.0.1", 80), loopback);
        Address any = getaddrinfo(null, "80", AF_INET, SOCK_STREAM, 0, AI_PASSIVE).get(0).address();
        assertEquals(Address.inet("0.0.0.0", 80), any);
        assertEquals(
                Address.inet6("::1", 80, 0, 0),
                getaddrinfo(null, "80", AF_INET6, SOCK_STREAM, 0, 0).get(0).address());
    }

    @Test
    void answersSayHowToUseThem() throws IOException {
        List<AddrInfo> all = getaddrinfo("127.0.0.1", 80);
        assertEquals(
                Set.of(SOCK_STREAM, SOCK_DGRAM, 3),
                all.stream().map(AddrInfo::type).collect(Collectors.toSet()));
        AddrInfo first = all.get(0);
        assertEquals(AF_INET, first.family());
        assertEquals(SOCK_STREAM, first.type());
        assertEquals(6, first.proto());
        assertEquals("", first.canonname());
        assertEquals(Address.inet("127.0.0.1", 80), first.address());
        AddrInfo canonical = getaddrinfo("127.0.0.1", "80", 0, SOCK_STREAM, 0, AI_CANONNAME).get(0);
        assertEquals("127.0.0.1", canonical.canonname());
        AddrInfo six = getaddrinfo("::1", "80", 0, SOCK_STREAM, 0, 0).get(0);
        assertEquals(Address.inet6("::1", 80, 0, 0), six.address());
    }

    @Test
    void aPortIsNotCheckedButCutToItsBits() throws IOException {
        AddrInfo cut = getaddrinfo("127.0.0.1", "70000", 0, SOCK_STREAM, 0, 0).get(0);
        assertEquals(Address.inet("127.0.0.1", 4464), cut.address());
    }

    @Test
    void aGaierrorSaysWhatWasAsked() {
        GaiException failure =
                assertThrows(
                        GaiException.class,
                        () -> getaddrinfo("no number", null, AF_UNSPEC, 0, 0, AI_NUMERICHOST));
        assertEquals(EAI_NONAME, failure.code());
        assertEquals(-1, failure.errno());
        assertTrue(failure.getMessage().contains("no number"), failure.getMessage());
    }

    @Test
    void aHostThatHoldsANulIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> getaddrinfo("a\0b", 80));
    }

    @Test
    void gethostbynameKnowsTheSpecialHosts() throws IOException {
        assertEquals("0.0.0.0", gethostbyname(""));
        assertEquals("255.255.255.255", gethostbyname("<broadcast>"));
        assertEquals("127.0.0.1", gethostbyname("127.1"));
        assertEquals("127.0.0.1", gethostbyname("localhost"));
        assertThrows(GaiException.class, () -> gethostbyname("::1"));
    }

    @Test
    void thisHostHasAName() throws IOException {
        assertFalse(gethostname().isEmpty());
    }

    /** Prints what Python answers, errors by their kind and code or text. */
    private static final String JUDGE =
            """
            import socket, sys
            def told(value):
                if isinstance(value, tuple): return '(' + ', '.join(map(told, value)) + ')'
                if isinstance(value, list): return '[' + ', '.join(map(told, value)) + ']'
                return str(int(value)) if isinstance(value, int) else str(value)
            for line in sys.stdin:
                name, *arguments = line.rstrip('\\n').split('\\t')
                arguments = [None if a == 'None' else int(a[1:]) if a[:1] == '#' else a
                             for a in arguments]
                if name == 'getnameinfo':
                    arguments = [tuple(arguments[:-1]), arguments[-1]]
                try:
                    print(told(getattr(socket, name)(*arguments)))
                except (socket.gaierror, socket.herror) as e:
                    print(type(e).__name__, e.args[0])
                except OSError as e:
                    print('OSError', e.errno if e.errno is not None else e)
                except (ValueError, OverflowError) as e:
                    print('refused')
            """;

    /** One of our functions, by the words of a question. */
    private interface Asked {
        Object of(String[] words) throws IOException;
    }

    private static String answer(Asked asked, String question) {
        try {
            return String.valueOf(asked.of(question.split("\t", -1)));
        } catch (GaiException e) {
            return "gaierror " + e.code();
        } catch (HerrException e) {
            return "herror " + e.code();
        } catch (OsException e) {
            return "OSError "
                    + (e.errno() >= 0 ? e.errno() : e.getMessage().replaceFirst(": .*", ""));
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (IllegalArgumentException e) {
            return "refused";
        }
    }

    private static void compare(Asked asked, List<String> questions) throws Exception {
        List<String> expected = Python.answers(JUDGE, questions);
        assertEquals(questions.size(), expected.size(), expected.toString());
        for (int i = 0; i < questions.size(); i++) {
            assertEquals(expected.get(i), answer(asked, questions.get(i)), questions.get(i));
        }
    }

    private static final List<String> HOSTS =
            List.of(
                    "localhost",
                    "127.0.0.1",
                    "127.1",
                    "::1",
                    "255.255.255.255",
                    "<broadcast>",
                    "a b",
                    "a..b",
                    ".",
                    "x".repeat(64),
                    "x".repeat(64) + ".b");

    private static List<String> about(String function, List<String> hosts) {
        return hosts.stream().map(host -> function + '\t' + host).toList();
    }

    private static String told(HostInfo info) {
        return "(" + info.name() + ", " + info.aliases() + ", " + info.addresses() + ")";
    }

    @Test
    void hostsHaveTheNamesThatPythonTells() throws Exception {
        compare(w -> Names.gethostbyname(engine, w[1]), about("gethostbyname", HOSTS));
        compare(w -> Names.gethostbyname(engine, w[1]), List.of("gethostbyname\t"));
        compare(w -> told(Names.gethostbynameEx(engine, w[1])), about("gethostbyname_ex", HOSTS));
        compare(w -> told(Names.gethostbyaddr(engine, w[1])), about("gethostbyaddr", HOSTS));
        compare(w -> told(Names.gethostbyaddr(engine, w[1])), List.of("gethostbyaddr\t"));
        compare(w -> Names.getfqdn(engine, w[1]), about("getfqdn", HOSTS));
        compare(
                w -> Names.getfqdn(engine, w[1]),
                about("getfqdn", List.of("", "0.0.0.0", "::", " localhost ")));
        compare(w -> Names.gethostname(engine), List.of("gethostname"));
        // Which code depends on the host's name server.
        assertThrows(HerrException.class, () -> Names.gethostbynameEx(engine, ""));
    }

    private static int number(String word) {
        return Integer.parseInt(word.substring(1));
    }

    private Object nameInfo(String[] w) throws IOException {
        int flags = number(w[w.length - 1]);
        Address address =
                w.length == 4
                        ? Address.inet(w[1], number(w[2]))
                        : Address.inet6(w[1], number(w[2]), number(w[3]), number(w[4]));
        NameInfo info = Names.getnameinfo(engine, address, flags);
        return "(" + info.host() + ", " + info.service() + ")";
    }

    /** Only the first host is in every host's own files; the others must ask nobody. */
    @Test
    void addressesHaveTheNamesThatPythonTells() throws Exception {
        List<String> questions = new ArrayList<>();
        for (String host : List.of("127.0.0.1", "::1", "::ffff:127.0.0.1", "10.255.255.1", "::")) {
            boolean local = host.equals("127.0.0.1");
            for (int port : new int[] {0, 53, 80, 514, 60_001}) {
                for (int flags :
                        local
                                ? new int[] {0, 1, 2, 3, 8, 16, 18, 4, 1 << 20}
                                : new int[] {1, 3, 17, 1 << 20}) {
                    questions.add("getnameinfo\t" + host + "\t#" + port + "\t#" + flags);
                }
            }
        }
        for (String host : List.of("fe80::1", "fe80:0:0:1::", "2001:db8::1:0:0:1", "127.0.0.1")) {
            questions.add("getnameinfo\t" + host + "\t#80\t#0\t#0\t#3");
            questions.add("getnameinfo\t" + host + "\t#80\t#5\t#1\t#3");
        }
        for (String host : List.of("localhost", "", "<broadcast>", "no.such.host", "127.1")) {
            questions.add("getnameinfo\t" + host + "\t#80\t#0");
        }
        compare(this::nameInfo, questions);
        assertThrows(
                IllegalArgumentException.class,
                () -> Names.getnameinfo(engine, Address.unix(Path.of("/tmp/s")), 0));
    }

    /** Zeros make the short forms; a failure shows the address itself. */
    @Test
    void numericHostsLookAsInPython() throws Exception {
        Random random = new Random();
        List<String> questions = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            byte[] packed = new byte[16];
            random.nextBytes(packed);
            for (int j = 0; j < 16; j += 2) {
                if (random.nextInt(3) != 0) {
                    packed[j] = 0;
                    packed[j + 1] = random.nextInt(4) == 0 ? packed[j + 1] : 0;
                }
            }
            if (random.nextInt(5) == 0) {
                Arrays.fill(packed, 0, 10, (byte) 0);
                packed[10] = (byte) (random.nextBoolean() ? 0xff : 0);
                packed[11] = packed[10];
            }
            String host = Sockets.inetNtop(AF_INET6, packed);
            int scope = random.nextInt(3);
            questions.add("getnameinfo\t" + host + "\t#80\t#0\t#" + scope + "\t#3");
        }
        compare(this::nameInfo, questions);
    }

    private static @Nullable String text(String word) {
        return word.equals("None") ? null : word;
    }

    private static String told(List<AddrInfo> all) {
        return all.stream()
                .map(
                        i ->
                                "("
                                        + i.family()
                                        + ", "
                                        + i.type()
                                        + ", "
                                        + i.proto()
                                        + ", "
                                        + i.canonname()
                                        + ", "
                                        + i.address().toString().replace("'", "")
                                        + ")")
                .toList()
                .toString();
    }

    private Object addrInfo(String[] w) throws IOException {
        return told(
                getaddrinfo(
                        engine,
                        text(w[1]),
                        text(w[2]),
                        number(w[3]),
                        number(w[4]),
                        number(w[5]),
                        number(w[6])));
    }

    /**
     * AI_ of glibc: PASSIVE 1, CANONNAME 2, NUMERICHOST 4, V4MAPPED 8, ALL 16, NUMERICSERV 1024.
     */
    @Test
    void everyFlagMeansWhatItMeansToPython() throws Exception {
        List<String> questions = new ArrayList<>();
        for (String host : List.of("None", "127.0.0.1", "::1", "127.1", "localhost", "", "a..b")) {
            for (String service : List.of("None", "80", "http", "domain", "no-such", "70000")) {
                for (int family : new int[] {0, AF_INET, AF_INET6, 9999}) {
                    for (int flags : new int[] {0, 1, 2, 4, 5, 8, 24, 1024, 1029, 1 << 30}) {
                        String numbers = "\t#" + family + "\t#1\t#0\t#" + flags;
                        questions.add("getaddrinfo\t" + host + '\t' + service + numbers);
                    }
                }
            }
        }
        for (int type : new int[] {0, 1, 2, 3, 5, 77}) {
            for (int proto : new int[] {0, 1, 6, 17, 132, 136, 255}) {
                String numbers = "\t80\t#0\t#" + type + "\t#" + proto + "\t#0";
                questions.add("getaddrinfo\t127.0.0.1" + numbers);
            }
        }
        compare(this::addrInfo, questions);
    }

    @Test
    void servicesAndProtocolsAreThoseOfPython() throws Exception {
        List<String> byName = new ArrayList<>();
        for (String name : List.of("http", "domain", "www", "HTTP", "no-such", "", "80")) {
            byName.add("getservbyname\t" + name);
            byName.add("getservbyname\t" + name + "\ttcp");
            byName.add("getservbyname\t" + name + "\tudp");
            byName.add("getservbyname\t" + name + "\tno-such");
        }
        compare(w -> Names.getservbyname(engine, w[1], w.length > 2 ? w[2] : null), byName);
        List<String> byPort = new ArrayList<>();
        for (int port : new int[] {-1, 0, 7, 25, 53, 80, 443, 514, 2049, 65_535, 65_536}) {
            byPort.add("getservbyport\t#" + port);
            byPort.add("getservbyport\t#" + port + "\tudp");
        }
        compare(w -> Names.getservbyport(engine, number(w[1]), w.length > 2 ? w[2] : null), byPort);
        compare(
                w -> Names.getprotobyname(engine, w[1]),
                about("getprotobyname", List.of("tcp", "UDP", "icmp", "ipv6-icmp", "", "no")));
    }

    @Test
    void interfacesAreThoseOfPython() throws Exception {
        compare(
                w ->
                        Names.ifNameindex(engine).stream()
                                .map(each -> "(" + each.index() + ", " + each.name() + ")")
                                .toList(),
                List.of("if_nameindex"));
        compare(w -> Names.ifNametoindex(engine, w[1]), List.of("if_nametoindex\tlo"));
        compare(
                w -> Names.ifIndextoname(engine, number(w[1])),
                List.of("if_indextoname\t#1", "if_indextoname\t#0", "if_indextoname\t#9999"));
        failsWith(Errno.ENODEV, () -> Names.ifNametoindex(engine, "no-such-if"));
        failsWith(Errno.ENODEV, () -> Names.ifNametoindex(engine, ""));
        assertThrows(IllegalArgumentException.class, () -> Names.ifIndextoname(engine, -1));
    }

    @Test
    void aNameThatIsTooLongIsNoHostname() {
        OsException refusal =
                assertThrows(OsException.class, () -> Names.sethostname(engine, "x".repeat(300)));
        int expected = engine.hasRealFds() ? Errno.EINVAL : Errno.EOPNOTSUPP;
        boolean superuser = refusal.errno() != Errno.EPERM;
        assertTrue(!superuser || refusal.errno() == expected, refusal.getMessage());
    }

    @Test
    void aNulIsRefusedEverywhere() {
        for (Executable call :
                List.<Executable>of(
                        () -> Names.gethostbyname(engine, "a\0b"),
                        () -> Names.gethostbynameEx(engine, "a\0b"),
                        () -> Names.gethostbyaddr(engine, "a\0b"),
                        () -> Names.getfqdn(engine, "a\0b"),
                        () -> Names.getservbyname(engine, "ht\0tp", null),
                        () -> Names.getservbyname(engine, "http", "t\0cp"),
                        () -> Names.getservbyport(engine, 80, "t\0cp"),
                        () -> Names.getprotobyname(engine, "t\0cp"),
                        () -> Names.ifNametoindex(engine, "l\0o"),
                        () -> Names.sethostname(engine, "x\0y"),
                        () -> getaddrinfo(engine, "127.0.0.1", "8\0", 0, 0, 0, 0))) {
            assertThrows(IllegalArgumentException.class, call);
        }
    }

    @Test
    void whatOnlyWindowsHasSaysSo() throws IOException {
        Socket socket = tcp();
        for (Executable call :
                List.<Executable>of(
                        () -> socket.share(1),
                        () -> socket.ioctl(1, 1),
                        () -> fromshare(new byte[372]))) {
            OsException refusal = failsWith(Errno.EOPNOTSUPP, call);
            assertTrue(refusal.getMessage().contains("Windows"), refusal.getMessage());
        }
    }

    @Test
    void aDescriptorIsInheritedOnlyIfAsked() throws IOException {
        Socket socket = tcp();
        assertFalse(socket.getInheritable());
        socket.setInheritable(false);
        if (engine.hasRealFds()) {
            socket.setInheritable(true);
            assertTrue(socket.getInheritable());
            assertFalse(own(socket.dup()).getInheritable());
            socket.setInheritable(false);
            assertFalse(socket.getInheritable());
        } else {
            failsWith(Errno.EOPNOTSUPP, () -> socket.setInheritable(true));
        }
        socket.close();
        assertThrows(ClosedException.class, socket::getInheritable);
    }
}
