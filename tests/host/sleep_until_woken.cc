// Preloaded into linux.uml of Debian 12, whose idle loop returns at once where no timer is armed: a
// host that is put to sleep then wakes up again by itself. With a timer that never ends it waits
// for a signal, as later kernels do.

#include <ctime>

#include <dlfcn.h>

extern "C" int timer_gettime(timer_t timer, itimerspec* left) {
  using Call = int (*)(timer_t, itimerspec*);
  static const auto call = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "timer_gettime"));
  const int result = call(timer, left);
  const bool is_armed = left->it_value.tv_sec != 0 || left->it_value.tv_nsec != 0;
  if (result == 0 && !is_armed) left->it_value.tv_nsec = 1;
  return result;
}
