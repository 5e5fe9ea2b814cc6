/* `starts COUNT COMMAND…`: runs a command that often, one after the other with its output thrown away, and prints the seconds of all. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common.h"

static void run_once(char **command, const posix_spawn_file_actions_t *actions) {
  pid_t child;
  int status;
  if (posix_spawnp(&child, command[0], actions, NULL, command, environ) != 0) die(command[0]);
  if (waitpid(child, &status, 0) != child) die("waitpid");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) die("the command did not end well");
}

int main(int argc, char **argv) {
  if (argc < 3) return fprintf(stderr, "usage: starts COUNT COMMAND...\n"), 2;
  int count = atoi(argv[1]);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  double start = now();
  for (int number = 0; number < count; number++) run_once(argv + 2, &actions);
  printf("%.9f\n", now() - start);
  return 0;
}
