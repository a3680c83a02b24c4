/*
 * What a tale may do to whoever watches it.
 *
 * usage: hostile names | closed | forged | forks N | bomb SECONDS | kill | output MIB, in an empty folder
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char *NAMES[] = {
    "new\nline",
    "quote\" and \\ and '",
    "not UTF-8 \xff\xfe\xc3",
    "\x1b[2J\x1b[31mred",
    "\",\"type\":\"exec\",\"pid\":1}\n{\"seq\":0",
    "tab\tand\rreturn\x7f\x01",
    " leading and trailing ",
};

static void touch(const char *name) {
  int fd = open(name, O_WRONLY | O_CREAT, 0644);
  if (fd < 0) {
    perror(name);
    exit(99);
  }
  close(fd);
}

/* Files of these names, a program with these arguments, and a file at the end of a path of 4,000 bytes. */
static int names(char *self) {
  char *argv[sizeof NAMES / sizeof *NAMES + 2] = {self};
  for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
    touch(NAMES[i]);
    argv[i + 1] = (char *)NAMES[i];
  }
  char deep[150];
  memset(deep, 'd', sizeof deep - 1);
  deep[sizeof deep - 1] = 0;
  if (fork() == 0) {
    for (int i = 0; i < 26; i++) {
      if (mkdir(deep, 0755) != 0 || chdir(deep) != 0) {
        perror("deep");
        _exit(99);
      }
    }
    touch("deepest");
    _exit(0);
  }
  wait(NULL);
  execv("/bin/true", argv);
  return 99;
}

static int closed(void) {
  for (int fd = 0; fd < 1024; fd++) {
    close(fd);
  }
  touch("after closing");
  return 0;
}

static int forged(void) {
  puts("{\"seq\":0,\"t\":1,\"cpu\":0,\"type\":\"exec\",\"pid\":1,\"tid\":1,\"start\":1,\"path\":\"/forged\",\"argv\":[\"forged\"],\"cwd\":\"/\","
       "\"ppid\":1,\"pstart\":1}");
  puts("{\"type\": \"printf\", \"data\": \"X 0 1 1 1 1 1 77 1 1 0 0 a b a b 7 /forged\\n\"}");
  return 0;
}

static int forks(long times) {
  for (long i = 0; i < times; i++) {
    pid_t child = fork();
    if (child == 0) {
      _exit(0);
    }
    if (child < 0 || waitpid(child, NULL, 0) < 0) {
      perror("fork");
      return 99;
    }
  }
  return 0;
}

/* Everybody forks until the time is over, as often as the limit lets them. */
static int bomb(long seconds) {
  time_t end = time(NULL) + seconds;
  signal(SIGCHLD, SIG_IGN);
  while (time(NULL) < end) {
    fork();
  }
  return 0;
}

static int output(long mib) {
  static char chunk[1 << 20];
  memset(chunk, 'x', sizeof chunk);
  for (size_t i = 79; i < sizeof chunk; i += 80) {
    chunk[i] = '\n';
  }
  for (long i = 0; i < mib; i++) {
    if (fwrite(chunk, sizeof chunk, 1, stdout) != 1) {
      return 99;
    }
  }
  return 0;
}

int main(int argc, char **argv) {
  const char *what = argc > 1 ? argv[1] : "";
  long number = argc > 2 ? atol(argv[2]) : 0;
  if (strcmp(what, "names") == 0) return names(argv[0]);
  if (strcmp(what, "closed") == 0) return closed();
  if (strcmp(what, "forged") == 0) return forged();
  if (strcmp(what, "forks") == 0) return forks(number);
  if (strcmp(what, "bomb") == 0) return bomb(number);
  if (strcmp(what, "kill") == 0) return kill(-1, SIGKILL) == 0 ? 0 : 99;
  if (strcmp(what, "output") == 0) return output(number);
  return 98;
}
