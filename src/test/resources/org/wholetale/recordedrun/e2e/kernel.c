/*
 * Stands in for bpftrace: writes as many lines as EVENTS says, as fast as they are read, of processes that are made, execute a
 * program, open files and end. Then it makes the file DONE, and lives on until it is interrupted.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define FILES 20000
#define OPENS 96

static long number;

static long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_BOOTTIME, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

static void counters(void) {
  printf("{\"type\": \"map\", \"data\": {\"@n\": {\"0\": %ld}}}\n", number);
}

static void heartbeat(void) {
  printf("{\"type\": \"printf\", \"data\": \"H %ld\\n\"}\n", now());
  counters();
}

#define LINE(kind, format, ...)                                                                      \
  printf("{\"type\": \"printf\", \"data\": \"" kind " 0 %ld %ld " format "\\n\"}\n", ++number, now(), \
         __VA_ARGS__)

static void process(int pid, long start, long *file) {
  LINE("F", "%d %d %ld %d", 1, 1, 1L, pid);
  LINE("A", "%d \\\\x63\\\\x70\\\\x00", pid);
  LINE("X", "%d %d %ld 77 1 1 1000 100 a b a c 3 300 /bin/cp", pid, pid, start);
  for (int i = 0; i < OPENS; i++) {
    long inode = 100 + *file % FILES;
    LINE("O", "%d %d %ld a %lx 801d 81a4 fe00000 %ld a c file-%ld", pid, pid, start, 0x1000 + inode, inode, inode);
    ++*file;
  }
  LINE("Q", "%d %d %ld 0 250000 9000 0 4096 0 400", pid, pid, start);
}


int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "--version") == 0) {
    puts("bpftrace v0.23.2");
    return 0;
  }
  for (int i = 1; i < argc - 1; i++) {
    if (strcmp(argv[i], "-o") == 0 && freopen(argv[i + 1], "w", stdout) == NULL) {
      return 1;
    }
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigprocmask(SIG_BLOCK, &signals, NULL);
  setvbuf(stdout, NULL, _IOFBF, 1 << 16);
  struct timespec wall;
  clock_gettime(CLOCK_REALTIME, &wall);
  printf("{\"type\": \"printf\", \"data\": \"B %ld %ld.%06ld\\n\"}\n", now(), wall.tv_sec, wall.tv_nsec / 1000);
  LINE("D", "a c a 0 %s", "/");
  LINE("D", "a b a c %s", "cp");
  fflush(stdout);
  long events = atol(getenv("EVENTS"));
  long file = 0;
  long last = 0;
  for (int pid = 1000; number < events; pid++) {
    process(pid % 4000000 + 2, now(), &file);
    if (now() - last > 200000000) {
      last = now();
      heartbeat();
    }
  }
  heartbeat();
  fflush(stdout);
  close(open(getenv("DONE"), O_WRONLY | O_CREAT, 0644));
  struct timespec fifth = {.tv_nsec = 200000000};
  while (sigtimedwait(&signals, NULL, &fifth) < 0) {
    heartbeat();
    fflush(stdout);
  }
  counters();
  return 0;
}
