package dev.margay.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// Repeated measurements of some servers, in the order of the tables. One thread at a time.
///
/// @param <T> what one round measures
final class Results<T> {
    private final Map<Peer, List<T>> rounds = new LinkedHashMap<>();

    Results(Collection<Peer> peers) {
        peers.forEach(peer -> rounds.put(peer, new ArrayList<>()));
    }

    void add(Peer peer, T round) {
        of(peer).add(round);
    }

    List<Peer> peers() {
        return List.copyOf(rounds.keySet());
    }

    Optional<Peer> named(String name) {
        return rounds.keySet().stream().filter(peer -> peer.name().equals(name)).findFirst();
    }

    Spread spread(Peer peer, ToDoubleFunction<T> value) {
        return Spread.of(of(peer).stream().map(value::applyAsDouble).toList());
    }

    double median(Peer peer, ToDoubleFunction<T> value) {
        return spread(peer, value).median();
    }

    private List<T> of(Peer peer) {
        var list = rounds.get(peer);
        if (list == null) {
            throw new NoSuchElementException(peer.name() + ": not measured (expected one of " + rounds.keySet() + ")");
        }
        return list;
    }
}
