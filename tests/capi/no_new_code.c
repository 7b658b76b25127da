/* no_new_code seccomp|mdwe COMMAND …: runs it in a process where memory never becomes executable, as hardened systems have it: what is
 * mapped from files may be, what the process wrote may not. seccomp: as services have it by systemd's MemoryDenyWriteExecute; mdwe: by
 * the kernel itself, from 6.3 on (exits with 77 before that). */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define WORD(member) offsetof(struct seccomp_data, member)

static int by_kernel(void) {
  const int set_mdwe = 65, refuse_exec_gain = 1; /* newer than Debian 12's headers */
  return prctl(set_mdwe, refuse_exec_gain, 0, 0, 0);
}

static int by_seccomp(void) {
  struct sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, WORD(nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mprotect, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_mmap, 0, 5),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, WORD(args[3])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, WORD(args[2])),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, WORD(args[2])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES),
  };
  const struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ? -1 : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

int main(int count, char** words) {
  if (count < 3) return 97;
  const int kernel = strcmp(words[1], "mdwe") == 0;
  if ((kernel ? by_kernel() : by_seccomp()) != 0) {
    perror(words[1]);
    return kernel && errno == EINVAL ? 77 : 99;
  }
  execvp(words[2], words + 2);
  perror(words[2]);
  return 98;
}
