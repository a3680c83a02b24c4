package org.wholetale.recordedrun.recorder;

import org.wholetale.recordedrun.trace.Event;

/** What is in a trace, in figures and by file; follows the events as they pass, in their order. */
final class TraceContents {

  private final TraceTotals totals = new TraceTotals();
  private final FileInventory inventory = new FileInventory();

  void accept(Event event) {
    totals.accept(event);
    inventory.accept(event);
  }

  TraceFigures figures() {
    return totals.figures(inventory.filesRead(), inventory.filesWritten());
  }

  FileInventory inventory() {
    return inventory;
  }
}
