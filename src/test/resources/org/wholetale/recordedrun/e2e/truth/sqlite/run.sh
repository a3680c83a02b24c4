set -eu
sqlite3 counts.db < make.sql
sqlite3 counts.db 'PRAGMA journal_mode = WAL; INSERT INTO count VALUES (0, 0); SELECT sum(n) FROM count;'
sqlite3 -csv -header counts.db 'SELECT * FROM count ORDER BY n LIMIT 10' > first.csv
sqlite3 -readonly counts.db .dump > counts.sql
