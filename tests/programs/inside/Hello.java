import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import javax.net.ssl.SSLContext;

/** Answers calls if there is a Runtime API, else says that it works. */
public class Hello {
    public static void main(String[] arguments) throws Exception {
        String answer = work();
        String api = System.getenv("AWS_LAMBDA_RUNTIME_API");
        if (api == null) {
            System.out.println("works");
            return;
        }
        String calls = "http://" + api + "/2018-06-01/runtime/invocation/";
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (true) {
            var next = HttpRequest.newBuilder(URI.create(calls + "next")).build();
            var event = client.send(next, BodyHandlers.ofString());
            String id = event.headers().firstValue("Lambda-Runtime-Aws-Request-Id").get();
            var response = HttpRequest.newBuilder(URI.create(calls + id + "/response"));
            var body = HttpRequest.BodyPublishers.ofString(answer);
            client.send(response.POST(body).build(), BodyHandlers.discarding());
        }
    }

    /** Threads, garbage, a file, a connection to itself and the certificates. */
    static String work() throws Exception {
        long sum = LongStream.range(0, 1_000_000).parallel().sum();
        List<byte[]> kept = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            kept.add(new byte[100_000]);
            if (kept.size() > 100) kept.clear();
        }
        Path tmp = Path.of(System.getenv().getOrDefault("TMPDIR", "/tmp"));
        Path file = Files.writeString(tmp.resolve("java"), Long.toString(sum));
        SSLContext.getDefault().createSSLEngine();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
            Thread sender = new Thread(() -> send(address, file));
            sender.start();
            try (Socket socket = server.accept()) {
                return new String(socket.getInputStream().readAllBytes());
            }
        }
    }

    static void send(InetSocketAddress address, Path file) {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.getOutputStream().write(Files.readAllBytes(file));
        } catch (java.io.IOException error) {
            throw new java.io.UncheckedIOException(error);
        }
    }
}
