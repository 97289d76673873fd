/* SQLite from C.
   usage: sqlite decide MEMBERS REQUESTS REPETITIONS   W2: one prepared statement, a database in memory
          sqlite prepare SCRIPT                        W5: every statement of a script parsed and planned, none run
          sqlite commit DATABASE COUNT                 W4: one row and one audit row a transaction, WAL, synchronous=FULL */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double nanoseconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void must(sqlite3 *db, const char *sql) {
  char *error = 0;
  if (sqlite3_exec(db, sql, 0, 0, &error)) { fprintf(stderr, "%s\n", error); exit(1); }
}

static const char *tables =
  "CREATE TABLE membership(usr TEXT, customer TEXT, role TEXT, PRIMARY KEY(usr, customer)) WITHOUT ROWID;"
  "CREATE TABLE audit(seq INTEGER PRIMARY KEY, at TEXT, actor TEXT, action TEXT, usr TEXT, customer TEXT, role TEXT);"
  "CREATE TABLE power(role TEXT, action TEXT, PRIMARY KEY(role, action)) WITHOUT ROWID;";

static void bind(sqlite3_stmt *s, int at, const char *text) { sqlite3_bind_text(s, at, text, -1, SQLITE_TRANSIENT); }

static int decide(char **arguments) {
  sqlite3 *db;
  sqlite3_stmt *put, *allow, *ask;
  char kind[8], a[64], b[64], c[64];
  if (sqlite3_open(":memory:", &db)) return 1;
  must(db, tables);
  must(db, "BEGIN");
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO membership VALUES(?, ?, ?)", -1, &put, 0);
  sqlite3_prepare_v2(db, "INSERT INTO power VALUES(?, ?)", -1, &allow, 0);
  FILE *file = fopen(arguments[2], "r");
  if (!file) return 66;
  while (fscanf(file, "%7s %63s %63s %63s", kind, a, b, c) == 4) {
    sqlite3_stmt *s = kind[0] == 'm' ? put : allow;
    if (kind[0] == 'a' && c[0] == '0') continue;
    bind(s, 1, a); bind(s, 2, b);
    if (s == put) bind(s, 3, c);
    sqlite3_step(s); sqlite3_reset(s);
  }
  fclose(file);
  must(db, "COMMIT");
  static char q[100000][3][24];
  int n = 0, repetitions = atoi(arguments[4]);
  if (!(file = fopen(arguments[3], "r"))) return 66;
  while (n < 100000 && fscanf(file, "%23s %23s %*s %23s", q[n][0], q[n][1], q[n][2]) == 3) n++;
  fclose(file);
  if (repetitions < 1 || repetitions > 1000 || n == 0) return 64;
  if (sqlite3_prepare_v2(db, "SELECT 1 FROM membership m JOIN power p ON p.role = m.role "
                             "WHERE m.usr = ?1 AND m.customer = ?3 AND p.action = ?2", -1, &ask, 0)) return 1;
  must(db, "BEGIN");
  double *times = malloc(repetitions * sizeof *times);
  long yes = 0;
  for (int r = 0; r < repetitions; r++) {
    double start = nanoseconds();
    yes = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < 3; k++) sqlite3_bind_text(ask, k + 1, q[i][k], -1, SQLITE_STATIC);
      yes += sqlite3_step(ask) == SQLITE_ROW;
      sqlite3_reset(ask);
    }
    times[r] = (nanoseconds() - start) / n;
  }
  qsort(times, repetitions, sizeof *times, ascending);
  printf("{\"what\":\"by name\",\"nanoseconds\":%.2f,\"yes\":%ld,\"asked\":%d}\n", times[repetitions / 2], yes, n);
  return 0;
}

static int prepare(char **arguments) {
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db)) return 1;
  must(db, tables);
  FILE *file = fopen(arguments[2], "rb");
  if (!file) return 66;
  fseek(file, 0, SEEK_END);
  long size = ftell(file), statements = 0;
  rewind(file);
  char *text = malloc(size + 1);
  if (fread(text, 1, size, file) != (size_t)size) return 1;
  text[size] = 0;
  fclose(file);
  const char *at = strstr(text, "BEGIN;");
  if (!at) return 65;
  double start = nanoseconds();
  while (*at) {
    sqlite3_stmt *s;
    const char *next;
    if (sqlite3_prepare_v2(db, at, -1, &s, &next)) { fprintf(stderr, "%s\n", sqlite3_errmsg(db)); return 1; }
    if (s) statements++;
    sqlite3_finalize(s);
    at = next;
  }
  printf("{\"what\":\"read\",\"nanoseconds\":%.0f,\"statements\":%ld}\n", nanoseconds() - start, statements);
  return 0;
}

static int commit(char **arguments) {
  sqlite3 *db;
  sqlite3_stmt *row, *audit, *begin, *end;
  int count = atoi(arguments[3]);
  if (count < 1 || sqlite3_open(arguments[2], &db)) return 1;
  must(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
  must(db, tables);
  sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO membership VALUES(?, ?, 'Viewer')", -1, &row, 0);
  sqlite3_prepare_v2(db, "INSERT INTO audit(at, actor, action, usr, customer, role) "
                         "VALUES('2026-01-01T00:00:00Z', 'ops', 'grant', ?, ?, 'Viewer')", -1, &audit, 0);
  sqlite3_prepare_v2(db, "BEGIN", -1, &begin, 0);
  sqlite3_prepare_v2(db, "COMMIT", -1, &end, 0);
  double *times = malloc(count * sizeof *times);
  for (int i = 0; i < count; i++) {
    char user[24], customer[24];
    snprintf(user, sizeof user, "u%d", i * 7919 % 10000);
    snprintf(customer, sizeof customer, "c%d", (int)(i * 104729L % 100000));
    double start = nanoseconds();
    sqlite3_stmt *all[] = {begin, row, audit, end};
    for (int k = 0; k < 4; k++) {
      if (k == 1 || k == 2) { bind(all[k], 1, user); bind(all[k], 2, customer); }
      if (sqlite3_step(all[k]) != SQLITE_DONE) { fprintf(stderr, "%s\n", sqlite3_errmsg(db)); return 1; }
      sqlite3_reset(all[k]);
    }
    times[i] = nanoseconds() - start;
  }
  qsort(times, count, sizeof *times, ascending);
  printf("{\"what\":\"commits\",\"count\":%d,\"p50\":%.0f,\"p99\":%.0f}\n", count, times[count / 2], times[(long)count * 99 / 100]);
  return 0;
}

int main(int count, char **arguments) {
  if (count == 5 && !strcmp(arguments[1], "decide")) return decide(arguments);
  if (count == 3 && !strcmp(arguments[1], "prepare")) return prepare(arguments);
  if (count == 4 && !strcmp(arguments[1], "commit")) return commit(arguments);
  return 64;
}
