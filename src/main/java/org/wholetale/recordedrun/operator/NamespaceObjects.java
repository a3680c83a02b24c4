package org.wholetale.recordedrun.operator;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what runs name in their namespaces. What is there is not asked for again for a moment,
 * so that a crowd of runs which share their data costs no more than one; what is not there is.
 */
final class NamespaceObjects {

  private static final Logger log = LoggerFactory.getLogger(NamespaceObjects.class);

  private static final Duration MOMENT = Duration.ofSeconds(10);
  private static final String LOST = "Lost";

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<Place, Seen> seen = new ConcurrentHashMap<>();
  private final Set<Hiding> told = ConcurrentHashMap.newKeySet();

  NamespaceObjects(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What is to be seen of each of those objects now. */
  Map<NamedObject, Sighting> look(String namespace, Collection<NamedObject> objects) {
    return objects.stream()
        .distinct()
        .collect(
            Collectors.toMap(Function.identity(), object -> look(new Place(namespace, object))));
  }

  private Sighting look(Place place) {
    Instant now = clock.instant();
    seen.values().removeIf(before -> !now.isBefore(before.until()));
    Seen before = seen.get(place);
    if (before != null) {
      return before.sighting();
    }
    Sighting sighting = ask(place);
    if (!(sighting instanceof Sighting.Absent)) {
      seen.put(place, new Seen(sighting, now.plus(MOMENT)));
    }
    return sighting;
  }

  private Sighting ask(Place place) {
    try {
      return switch (place.object().kind()) {
        case CLAIM -> sighting(claim(place));
        case SECRET -> sighting(secret(place));
        case CONFIG_MAP -> sighting(configMap(place));
      };
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
        throw e;
      }
      tell(new Hiding(place.namespace(), place.object().kind()), e);
      return new Sighting.Hidden();
    }
  }

  private void tell(Hiding hiding, KubernetesClientException e) {
    if (told.add(hiding)) {
      log.atWarn()
          .addKeyValue("namespace", hiding.namespace())
          .addKeyValue("problem", e.getMessage())
          .log("what runs name there is not looked for before they start");
    }
  }

  private @Nullable PersistentVolumeClaim claim(Place place) {
    return client
        .persistentVolumeClaims()
        .inNamespace(place.namespace())
        .withName(place.object().name())
        .get();
  }

  private @Nullable Secret secret(Place place) {
    return client.secrets().inNamespace(place.namespace()).withName(place.object().name()).get();
  }

  private @Nullable ConfigMap configMap(Place place) {
    return client.configMaps().inNamespace(place.namespace()).withName(place.object().name()).get();
  }

  private static Sighting sighting(@Nullable PersistentVolumeClaim claim) {
    if (claim == null) {
      return new Sighting.Absent();
    }
    if (claim.getMetadata().getDeletionTimestamp() != null) {
      return new Sighting.Unusable("is being deleted");
    }
    return claim.getStatus() != null && LOST.equals(claim.getStatus().getPhase())
        ? new Sighting.Unusable("has lost its volume")
        : new Sighting.Present(Set.of(), claim.getMetadata().getResourceVersion());
  }

  private static Sighting sighting(@Nullable Secret secret) {
    return secret == null
        ? new Sighting.Absent()
        : new Sighting.Present(
            Set.copyOf(requireNonNullElse(secret.getData(), Map.<String, String>of()).keySet()),
            secret.getMetadata().getResourceVersion());
  }

  private static Sighting sighting(@Nullable ConfigMap map) {
    if (map == null) {
      return new Sighting.Absent();
    }
    Set<String> keys = new HashSet<>();
    keys.addAll(requireNonNullElse(map.getData(), Map.<String, String>of()).keySet());
    keys.addAll(requireNonNullElse(map.getBinaryData(), Map.<String, String>of()).keySet());
    return new Sighting.Present(Set.copyOf(keys), map.getMetadata().getResourceVersion());
  }

  private record Place(String namespace, NamedObject object) {}

  private record Seen(Sighting sighting, Instant until) {}

  /** What cannot be seen, which is told once. */
  private record Hiding(String namespace, NamedObject.Kind kind) {}
}
