/*
 * The benchmark's loops: one kind of system call each, nothing else.
 *
 * usage: loops spawns N | open-one N | open-many N | preads N, in a folder to write to
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void spawns(long n) {
  char *argv[] = {"true", NULL};
  for (long i = 0; i < n; i++) {
    pid_t child;
    if (posix_spawn(&child, "/bin/true", NULL, NULL, argv, environ) != 0) fail("posix_spawn");
    if (waitpid(child, NULL, 0) < 0) fail("waitpid");
  }
}

static void use(const char *name) {
  char buffer[64];
  int fd = open(name, O_RDONLY);
  if (fd < 0) fail(name);
  if (read(fd, buffer, sizeof buffer) < 0) fail("read");
  close(fd);
}

static void open_one(long n) {
  for (long i = 0; i < n; i++) use("one");
}

static void open_many(long n) {
  char name[32];
  for (long i = 0; i < n; i++) {
    snprintf(name, sizeof name, "many/%ld", i);
    use(name);
  }
}

static void preads(long n) {
  char byte;
  int fd = open("one", O_RDONLY);
  for (long i = 0; i < n; i++) {
    if (pread(fd, &byte, 1, 0) != 1) fail("pread");
  }
}

int main(int argc, char **argv) {
  const char *what = argc > 2 ? argv[1] : "";
  long n = argc > 2 ? atol(argv[2]) : 0;
  if (strcmp(what, "spawns") == 0) spawns(n);
  else if (strcmp(what, "open-one") == 0) open_one(n);
  else if (strcmp(what, "open-many") == 0) open_many(n);
  else if (strcmp(what, "preads") == 0) preads(n);
  else return 2;
  return 0;
}
