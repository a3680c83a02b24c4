package org.wholetale.recordedrun.format;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wholetale.recordedrun.provenance.Execution;
import org.wholetale.recordedrun.provenance.FileUse;
import org.wholetale.recordedrun.provenance.RunRecord;
import org.wholetale.recordedrun.provenance.TracedProcess;
import org.wholetale.recordedrun.trace.ByteString;
import org.wholetale.recordedrun.trace.Event;
import org.wholetale.recordedrun.trace.FileKind;

/**
 * The rows of ReproZip's trace. Bytes that are no text are replaced: its readers take text alone.
 */
final class ReproZipRows {

  private static final int READ = 1;
  private static final int WRITE = 2;

  /** How it marks the number of a signal. */
  private static final int SIGNALLED = 0x100;

  private static final int BATCH = 1000;

  @FunctionalInterface
  private interface Values {
    void set(PreparedStatement row) throws SQLException;
  }

  private static final class Table implements AutoCloseable {
    private final PreparedStatement row;
    private int rows;

    Table(Connection database, String sql) throws SQLException {
      row = database.prepareStatement(sql);
    }

    void add(Values values) throws SQLException {
      values.set(row);
      row.addBatch();
      if (++rows % BATCH == 0) {
        row.executeBatch();
      }
    }

    @Override
    public void close() throws SQLException {
      row.executeBatch();
      row.close();
    }
  }

  private ReproZipRows() {}

  static void write(RunRecord run, Connection database) throws SQLException {
    try (Table processes = new Table(database, "INSERT INTO processes VALUES(?, 0, ?, ?, 0, ?)")) {
      for (TracedProcess process : run.graph().tree().all()) {
        processes.add(row -> set(row, process));
      }
    }
    try (Table executed =
            new Table(database, "INSERT INTO executed_files VALUES(NULL, ?, 0, ?, ?, ?, ?, ?)");
        Table opened =
            new Table(database, "INSERT INTO opened_files VALUES(NULL, 0, ?, ?, ?, ?, ?)")) {
      for (Execution execution : run.graph().executions()) {
        Event.Exec exec = execution.exec();
        if (exec != null) {
          executed.add(row -> set(row, execution, exec));
        }
        for (FileUse use : execution.files()) {
          add(opened, use);
        }
      }
    }
    try (Table told = new Table(database, "INSERT INTO recordedrun VALUES(?, ?)")) {
      for (CrateCompleteness.Value value : CrateCompleteness.of(run).values().values()) {
        told.add(row -> {
          row.setString(1, value.name());
          row.setString(2, value.value());
        });
      }
    }
  }

  private static void set(PreparedStatement row, TracedProcess process) throws SQLException {
    TracedProcess parent = process.parent();
    row.setInt(1, id(process));
    set(row, 2, parent == null ? null : id(parent));
    row.setLong(3, process.since());
    set(row, 4, exitCode(process.exit()));
  }

  private static @Nullable Integer exitCode(Event.@Nullable Exit exit) {
    if (exit == null) {
      return null;
    }
    Integer signal = exit.signal();
    return signal == null ? exit.code() : Integer.valueOf(SIGNALLED | signal);
  }

  private static void set(PreparedStatement row, Execution execution, Event.Exec exec)
      throws SQLException {
    row.setString(1, exec.path().toString());
    row.setLong(2, exec.time());
    row.setInt(3, id(execution.process()));
    row.setString(4, ended(exec.argv()));
    row.setString(5, environment(exec.environment()));
    row.setString(6, exec.cwd().toString());
  }

  /** One row where both began at once, as by an open for reading and writing. */
  private static void add(Table opened, FileUse use) throws SQLException {
    Long readFrom = isOfItsExecution(use) ? null : use.readFrom();
    Long writtenFrom = use.writtenFrom();
    if (readFrom != null && readFrom.equals(writtenFrom)) {
      opened.add(row -> set(row, use, readFrom, READ | WRITE));
      return;
    }
    if (readFrom != null) {
      opened.add(row -> set(row, use, readFrom, READ));
    }
    if (writtenFrom != null) {
      opened.add(row -> set(row, use, writtenFrom, WRITE));
    }
  }

  /** That a program's own file is read says the row of its execution. */
  private static boolean isOfItsExecution(FileUse use) {
    Long readFrom = use.readFrom();
    return use.isExecuted() && readFrom != null && readFrom == use.execution().from();
  }

  private static void set(PreparedStatement row, FileUse use, long time, int mode)
      throws SQLException {
    row.setString(1, use.path().toString());
    row.setLong(2, time);
    row.setInt(3, mode);
    row.setInt(4, use.version().file().kind() == FileKind.DIRECTORY ? 1 : 0);
    row.setInt(5, id(use.execution().process()));
  }

  private static void set(PreparedStatement row, int column, @Nullable Integer value)
      throws SQLException {
    if (value == null) {
      row.setNull(column, Types.INTEGER);
    } else {
      row.setInt(column, value);
    }
  }

  private static int id(TracedProcess process) {
    return process.number() + 1;
  }

  private static String ended(List<ByteString> texts) {
    StringBuilder all = new StringBuilder();
    texts.forEach(text -> all.append(text).append('\0'));
    return all.toString();
  }

  private static String environment(Map<String, ByteString> variables) {
    StringBuilder all = new StringBuilder();
    variables.forEach((name, value) -> all.append(name).append('=').append(value).append('\0'));
    return all.toString();
  }
}
