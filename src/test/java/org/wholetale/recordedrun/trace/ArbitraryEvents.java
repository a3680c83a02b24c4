package org.wholetale.recordedrun.trace;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.trace.Event.Stamp;

/** Any event at all, names that are no UTF-8 among them. */
public final class ArbitraryEvents {

  private ArbitraryEvents() {}

  public static Arbitrary<Event> events() {
    return Arbitraries.oneOf(
        List.of(
            Combinators.combine(stamps(), pids()).as(Event.Fork::new),
            Combinators.combine(
                    stamps(),
                    names(),
                    names(),
                    names().list().ofMaxSize(4),
                    flags(),
                    names(),
                    processes(),
                    Combinators.combine(users().injectNull(0.2), variables(), flags())
                        .as(ExecRest::new))
                .as((at, path, file, argv, truncated, cwd, parent, rest) ->
                    new Event.Exec(
                        at,
                        path,
                        file,
                        argv,
                        truncated,
                        cwd,
                        parent,
                        rest.user(),
                        rest.environment(),
                        rest.flag())),
            Combinators.combine(
                    stamps(), names(), names().list().ofMaxSize(4), flags(), pids(), flags())
                .as(Event.ExecFailed::new),
            Combinators.combine(
                    stamps(), Arbitraries.integers().between(0, 255), flags(), flags(), usages())
                .as((at, code, signalled, core, usage) ->
                    signalled
                        ? new Event.Exit(at, null, code, core, usage)
                        : new Event.Exit(at, code, null, false, usage)),
            Combinators.combine(
                    stamps(),
                    names(),
                    flags(),
                    Arbitraries.of(AccessMode.class),
                    files(),
                    Arbitraries.of(FileKind.class),
                    Combinators.combine(flags(), flags(), flags()).as(OpenFlags::new),
                    flags())
                .as(Event.Open::new),
            Combinators.combine(stamps(), names(), flags(), files(), flags(), flags())
                .as(Event.Close::new),
            Combinators.combine(stamps(), names(), names(), flags(), flags(), flags())
                .as(Event.Rename::new),
            Combinators.combine(stamps(), names(), names(), flags(), flags()).as(Event.Link::new),
            Combinators.combine(stamps(), names(), names(), flags(), flags())
                .as(Event.Symlink::new),
            Combinators.combine(stamps(), names(), flags(), flags()).as(Event.Mkdir::new),
            Combinators.combine(stamps(), names(), flags(), flags()).as(Event.Mknod::new),
            Combinators.combine(stamps(), names(), flags(), flags()).as(Event.Truncate::new),
            Combinators.combine(stamps(), names(), flags(), flags()).as(Event.Unlink::new),
            Combinators.combine(
                    stamps(),
                    files(),
                    Arbitraries.of(FileKind.class),
                    Arbitraries.longs().injectNull(0.5),
                    Arbitraries.longs().greaterOrEqual(0),
                    Arbitraries.longs().greaterOrEqual(0))
                .as(Event.Transfer::new),
            stamps().map(Event.IoUring::new),
            ArbitrarySockets.events(stamps(), names(), flags()),
            Combinators.combine(
                    Arbitraries.longs().greaterOrEqual(0),
                    Arbitraries.longs().greaterOrEqual(0),
                    Arbitraries.longs().greaterOrEqual(0).injectNull(0.3))
                .as((from, to, lost) -> new Event.Gap(from, to, "a \"cause\"\n", lost))));
  }

  static Arbitrary<ByteString> names() {
    Arbitrary<ByteString> bytes =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(12).map(ByteString::copyOf);
    Arbitrary<ByteString> texts =
        Arbitraries.of("", "/a/b", "été\n\"\\", "\u0000\u001b[31m", "\ud83d\ude00", "{\"seq\":9}")
            .map(ByteString::of);
    return Arbitraries.oneOf(bytes, texts);
  }

  /** Three of ten parts, since no more than eight can be combined at once. */
  private record ExecRest(
      @Nullable UserId user, Map<String, ByteString> environment, boolean flag) {}

  private static Arbitrary<Map<String, ByteString>> variables() {
    return Arbitraries.maps(Arbitraries.of("PATH", "_x", "a"), names()).ofMaxSize(2);
  }

  private static Arbitrary<UserId> users() {
    return Combinators.combine(Arbitraries.integers(), Arbitraries.integers()).as(UserId::new);
  }

  private static Arbitrary<Stamp> stamps() {
    return Combinators.combine(
            Arbitraries.longs(), Arbitraries.integers().between(0, 512), processes(), pids())
        .as(Stamp::new);
  }

  private static Arbitrary<ProcessId> processes() {
    return Combinators.combine(pids(), Arbitraries.longs()).as(ProcessId::new);
  }

  private static Arbitrary<Integer> pids() {
    return Arbitraries.integers().between(0, Integer.MAX_VALUE);
  }

  private static Arbitrary<@Nullable ResourceUsage> usages() {
    Arbitrary<Long> counts = Arbitraries.longs().greaterOrEqual(0);
    return Combinators.combine(
            counts,
            counts.injectNull(0.2),
            Combinators.combine(counts, counts, counts, counts)
                .as(ResourceUsage.Io::new)
                .injectNull(0.2))
        .as(ResourceUsage::new)
        .injectNull(0.2);
  }

  private static Arbitrary<FileId> files() {
    return Combinators.combine(Arbitraries.of("0:1", "254:1048575"), Arbitraries.longs())
        .as(FileId::new);
  }

  private static Arbitrary<Boolean> flags() {
    return Arbitraries.of(true, false);
  }
}
