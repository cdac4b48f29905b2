#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace sa {

// Like std::optional, for what is mostly absent and large: kept apart, an absent one has the size
// of a pointer. Copies are deep.
template <typename T>
class Boxed {
 public:
  Boxed() = default;
  Boxed(std::nullopt_t) {}
  Boxed(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Boxed(std::optional<T> value) {
    if (value) emplace() = std::move(*value);
  }
  Boxed(const Boxed& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  Boxed(Boxed&&) noexcept = default;
  Boxed& operator=(Boxed other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~Boxed() = default;

  explicit operator bool() const { return value_ != nullptr; }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }
  T& emplace() { return *(value_ = std::make_unique<T>()); }
  void reset() { value_.reset(); }

  friend bool operator==(const Boxed& one, const Boxed& other) {
    return one && other ? *one == *other : !one && !other;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace sa
