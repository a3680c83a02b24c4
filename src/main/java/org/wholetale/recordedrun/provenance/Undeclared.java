package org.wholetale.recordedrun.provenance;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Endpoint;
import org.wholetale.recordedrun.trace.Event;

/**
 * What a run used that neither its image nor its workspace nor its data are.
 *
 * @param files that were there before the run, by path
 * @param network who used what of it, in the order in which that began; not within the machine
 */
public record Undeclared(List<FileList.Row> files, List<Contact> network) {

  /**
   * Something that the run had to do with over the network.
   *
   * @param what in words
   * @param by in the order in which they began to
   */
  public record Contact(String what, List<TracedProcess> by) {

    public Contact {
      by = List.copyOf(by);
    }
  }

  public Undeclared {
    files = List.copyOf(files);
    network = List.copyOf(network);
  }

  /** What a run used so; without an image all that it read of the machine is. */
  public static Undeclared of(RunRecord run) {
    Set<FileRole> undeclared =
        run.description().image() == null
            ? Set.of(FileRole.SCRATCH, FileRole.IMAGE)
            : Set.of(FileRole.SCRATCH);
    return new Undeclared(
        FileList.inputs(run).stream().filter(row -> undeclared.contains(row.role())).toList(),
        contacts(run.graph()));
  }

  /** Whether there is nothing. */
  public boolean isEmpty() {
    return files.isEmpty() && network.isEmpty();
  }

  private static List<Contact> contacts(RunGraph graph) {
    SequencedMap<String, Set<TracedProcess>> contacts = new LinkedHashMap<>();
    for (Execution execution : graph.executions()) {
      for (NetworkUse use : execution.network()) {
        String what = words(use.first());
        if (what != null) {
          contacts.computeIfAbsent(what, _ -> new LinkedHashSet<>()).add(execution.process());
        }
      }
    }
    return contacts.entrySet().stream()
        .map(entry -> new Contact(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  /** Null for what goes nowhere out of the machine. */
  private static @Nullable String words(Event.OfSocket event) {
    return switch (event) {
      case Event.Lookup e ->
          "looked up %s%s at %s"
              .formatted(
                  ShellText.quote(e.name()),
                  e.record() == null ? "" : " (" + e.record() + ")",
                  address(e.server()));
      case Event.Connect e -> to(e, e.errno() == null ? "connected to " : "failed to reach ");
      case Event.Send e -> outside(e.peer()) ? "sent to " + with(e, e.peer()) : null;
      case Event.Accept e ->
          outside(e.ends().peer()) ? "was reached from " + with(e, e.ends().peer()) : null;
      case Event.Bind _, Event.Traffic _ -> null;
    };
  }

  /** A connected datagram socket sends nothing by that; who looks up names does it to any port. */
  private static @Nullable String to(Event.Connect event, String verb) {
    return outside(event.ends().peer()) ? verb + with(event, event.ends().peer()) : null;
  }

  private static boolean outside(@Nullable Endpoint endpoint) {
    return endpoint instanceof Endpoint.Ip ip
        && !ip.address().startsWith("127.")
        && !ip.address().equals("::1")
        && !ip.address().equals("0.0.0.0")
        && !ip.address().equals("::");
  }

  private static String with(Event.OfSocket event, @Nullable Endpoint endpoint) {
    return "%s by %s"
        .formatted(
            endpoint instanceof Endpoint.Ip ip ? address(ip) : "?", event.socket().protocol());
  }

  private static String address(Endpoint.Ip ip) {
    return ip.address().contains(":")
        ? "[%s]:%d".formatted(ip.address(), ip.port())
        : "%s:%d".formatted(ip.address(), ip.port());
  }
}
