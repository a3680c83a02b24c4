PRAGMA cache_size = 10;
PRAGMA temp_store = 1;
CREATE TABLE count (id INTEGER, n INTEGER);
BEGIN;
INSERT INTO count
  WITH RECURSIVE number (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < 50000)
  SELECT i, (i * 7919) % 50021 FROM number;
COMMIT;
CREATE INDEX by_n ON count (n);
DELETE FROM count WHERE id % 2 = 0;
VACUUM;
ATTACH 'other.db' AS other;
CREATE TABLE other.copied AS SELECT * FROM count ORDER BY n;
