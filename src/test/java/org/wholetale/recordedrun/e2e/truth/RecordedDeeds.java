package org.wholetale.recordedrun.e2e.truth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;

/** What the programs of a run did, as its trace tells it. */
final class RecordedDeeds {

  private final Map<Integer, Execution> executions = new HashMap<>();
  private final Deeds deeds = new Deeds();

  private RecordedDeeds() {}

  static Deeds of(List<Event> events) {
    RecordedDeeds recorded = new RecordedDeeds();
    for (Event event : events) {
      if (event instanceof Event.OfProcess of) {
        recorded.read(of);
      }
    }
    return recorded.deeds;
  }

  private void read(Event.OfProcess event) {
    int pid = event.process().pid();
    Execution by = executions.computeIfAbsent(pid, p -> Execution.none());
    String program = by.program();
    switch (event) {
      case Event.Fork e -> executions.put(e.child(), by.forked());
      case Event.Exec e -> {
        String executed = e.path().toString();
        List<String> argv = e.argv().stream().map(ByteString::toString).toList();
        deeds.add(Deed.executed(program, executed, e.file().toString(), e.cwd().toString(), argv));
        executions.put(pid, new Execution(executed));
      }
      case Event.ExecFailed e -> deeds.add(Deed.failedToExecute(program, e.path().toString()));
      case Event.Open e -> deeds.addOpen(by, e.mode(), e.path().toString());
      case Event.Rename e ->
          deeds.add(Deed.renamed(program, e.from().toString(), e.to().toString()));
      case Event.Link e -> deeds.add(Deed.linked(program, e.from().toString(), e.to().toString()));
      case Event.Symlink e ->
          deeds.add(Deed.madeSymlink(program, e.path().toString(), e.target().toString()));
      case Event.Mkdir e -> deeds.add(Deed.madeFolder(program, e.path().toString()));
      case Event.Mknod e -> deeds.add(Deed.madeNode(program, e.path().toString()));
      case Event.Truncate e -> deeds.add(Deed.cut(program, e.path().toString()));
      case Event.Unlink e -> deeds.add(Deed.removed(program, e.path().toString()));
      case Event.Exit _, Event.Close _, Event.OfSocket _, Event.Transfer _, Event.IoUring _ -> {}
    }
  }
}
