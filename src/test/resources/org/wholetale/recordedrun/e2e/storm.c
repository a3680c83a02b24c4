/*
 * Makes and removes a folder as fast as it can: each call is one line of the kernel's, and nothing else is.
 *
 * usage: storm TIMES HALF, in an empty folder; makes folders of these names: begun, half after HALF times, done
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void make(const char *name) {
  if (mkdir(name, 0755) != 0) {
    perror(name);
    exit(99);
  }
}

int main(int argc, char **argv) {
  long times = argc > 2 ? atol(argv[1]) : 0;
  long half = argc > 2 ? atol(argv[2]) : 0;
  make("begun");
  for (long i = 0; i < times; i++) {
    if (i == half) {
      make("half");
    }
    make("d");
    if (rmdir("d") != 0) {
      perror("d");
      return 99;
    }
  }
  make("done");
  return 0;
}
