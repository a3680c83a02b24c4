package org.wholetale.recordedrun.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.wholetale.recordedrun.provenance.RunRecord;

/**
 * A run as ReproZip's trace, the SQLite database {@code trace.sqlite3}. Its process numbers are the
 * graph's, from 1. What of the trace is missing is in a table of its own, {@code recordedrun}.
 */
final class ReproZipTrace {

  private static final String[] SCHEMA = {
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "CREATE TABLE processes(id INTEGER NOT NULL PRIMARY KEY, run_id INTEGER NOT NULL,"
        + " parent INTEGER, timestamp INTEGER NOT NULL, is_thread BOOLEAN NOT NULL,"
        + " exitcode INTEGER)",
    "CREATE TABLE opened_files(id INTEGER NOT NULL PRIMARY KEY, run_id INTEGER NOT NULL,"
        + " name TEXT NOT NULL, timestamp INTEGER NOT NULL, mode INTEGER NOT NULL,"
        + " is_directory BOOLEAN NOT NULL, process INTEGER NOT NULL)",
    "CREATE TABLE executed_files(id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
        + " run_id INTEGER NOT NULL, timestamp INTEGER NOT NULL, process INTEGER NOT NULL,"
        + " argv TEXT NOT NULL, envp TEXT NOT NULL, workingdir TEXT NOT NULL)",
    "CREATE TABLE recordedrun(name TEXT NOT NULL, value TEXT NOT NULL)",
  };

  private static final String[] INDEXES = {
    "CREATE INDEX proc_parent_idx ON processes(parent)",
    "CREATE INDEX open_proc_idx ON opened_files(process)",
    "CREATE INDEX exec_proc_idx ON executed_files(process)",
  };

  private ReproZipTrace() {}

  /** SQLite writes files alone: it makes one, which is gone when this returns. */
  static void write(RunRecord run, OutputStream out) throws IOException {
    Path file = Files.createTempFile("recordedrun-", ".sqlite3");
    try {
      try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file)) {
        write(run, database);
      } catch (SQLException e) {
        throw new IOException(why(e), e);
      }
      Files.copy(file, out);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void write(RunRecord run, Connection database) throws SQLException {
    execute(database, SCHEMA);
    database.setAutoCommit(false);
    ReproZipRows.write(run, database);
    database.commit();
    database.setAutoCommit(true);
    execute(database, INDEXES);
  }

  private static void execute(Connection database, String... statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String why(SQLException problem) {
    String message = String.valueOf(problem.getMessage());
    return message.contains("No suitable driver")
        ? "SQLite's driver is not there, which the images leave out: use recordedrun of a checkout"
        : "SQLite cannot write it: " + message;
  }
}
