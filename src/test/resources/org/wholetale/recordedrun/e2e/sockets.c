/*
 * Uses sockets in ways that sums may come to harm by.
 *
 * usage: sockets many | threads | killed | thread-executes | of-its-own COMMAND...
 */
#define _GNU_SOURCE
#include <net/if.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define PAIRS 700
#define ROUNDS 1000

static int ends[2];

static void check(int ok, const char *what) {
  if (!ok) {
    perror(what);
    exit(99);
  }
}

static void pair(int *of) {
  check(socketpair(AF_UNIX, SOCK_STREAM, 0, of) == 0, "socketpair");
}

/* Two bytes through each, in turn, so that they push each other out of what a thread's sums have room for. */
static void many(void) {
  static int pairs[PAIRS][2];
  struct rlimit files = {4 * PAIRS, 4 * PAIRS};
  check(setrlimit(RLIMIT_NOFILE, &files) == 0, "setrlimit");
  for (int i = 0; i < PAIRS; i++) {
    pair(pairs[i]);
  }
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < PAIRS; i++) {
      check(write(pairs[i][0], "x", 1) == 1, "write");
    }
  }
}

static void *writes(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    check(send(ends[0], "x", 1, 0) == 1, "send");
  }
  return unused;
}

static void *reads(void *unused) {
  char bytes[64];
  for (int left = 2 * ROUNDS; left > 0;) {
    ssize_t length = recv(ends[1], bytes, sizeof bytes, 0);
    check(length > 0, "recv");
    left -= length;
  }
  return unused;
}

static void *executes(void *unused) {
  check(write(ends[0], "xyz", 3) == 3, "write");
  execlp("true", "true", NULL);
  perror("true");
  return unused;
}

static pthread_t thread(void *(*of)(void *)) {
  pthread_t made;
  check(pthread_create(&made, NULL, of, NULL) == 0, "pthread_create");
  return made;
}

static void threads(void) {
  pair(ends);
  pthread_t all[] = {thread(writes), thread(writes), thread(reads)};
  for (int i = 0; i < 3; i++) {
    pthread_join(all[i], NULL);
  }
}

static void of_its_own(char **command) {
  struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};
  check(unshare(CLONE_NEWNET) == 0, "unshare");
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  check(ioctl(fd, SIOCSIFFLAGS, &loopback) == 0, "ioctl");
  close(fd);
  execvp(command[0], command);
  perror(command[0]);
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  if (strcmp(what, "many") == 0) {
    many();
  } else if (strcmp(what, "threads") == 0) {
    threads();
  } else if (strcmp(what, "killed") == 0) {
    pair(ends);
    check(write(ends[0], "xy", 2) == 2, "write");
    kill(getpid(), SIGKILL);
  } else if (strcmp(what, "thread-executes") == 0) {
    pair(ends);
    pthread_join(thread(executes), NULL);
  } else if (strcmp(what, "of-its-own") == 0 && argc > 2) {
    of_its_own(argv + 2);
  } else {
    return 98;
  }
  return 0;
}
