package dev.margay.bench;

import dev.margay.bench.Peer.Column;
import dev.margay.bench.process.Launch;
import dev.margay.bench.process.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The programs of `bench start`.
final class Programs {
    private static final Map<String, String> MARGAY =
            Map.of("MARGAY_HOST", "127.0.0.1", "MARGAY_PORT", "{port}", "MARGAY_ADMIN_PORT", "0");

    private Programs() {}

    static List<Program> all(Path project) {
        var greeter = Launch.of(project.resolve("examples"), "examples.Greeter");
        var product = Launch.of(project.resolve("kittens/product"), "kittens.product.Main");
        return List.of(
                new Program("Margay greeter", greeter, List.of(), MARGAY, Probe.hello("/v1/hello")),
                new Program("product", product, List.of("--home={home}"), MARGAY, Probe.get("/v1/kittens", "kittens")),
                spring("Spring Boot greeter, equipped", project, Column.EQUIPPED),
                spring("Spring Boot greeter, bare", project, Column.BARE));
    }

    private static Program spring(String name, Path project, Column column) {
        // What opens a package to Margay's engine would only cost the others a part of their cache.
        var launch = Peers.spring(project.resolve("bench"), column).closed();
        var arguments = List.of("{port}", "{home}/access.log");
        return new Program(name, launch, arguments, Map.of(), Probe.hello("/helloworld"));
    }
}
