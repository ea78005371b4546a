#pragma once
// Builds a plugin's record at compile time from what its author wrote.
#include <initlab/parameters.hpp>

#define INITLAB_DETAIL_TEXT_(x) #x
#define INITLAB_DETAIL_TEXT(x) INITLAB_DETAIL_TEXT_(x)
#if defined(__clang__)
#define INITLAB_DETAIL_COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define INITLAB_DETAIL_COMPILER "gcc " __VERSION__
#else
#define INITLAB_DETAIL_COMPILER "unknown"
#endif

namespace initlab::detail {

/// What the macros pass on: INITLAB_ACTIVATION(Type, id, version, summary, formula, reference).
struct Card {
  std::string_view id, version, summary, formula{}, reference{};
};

template <std::size_t Size>
constexpr void copy_text(char (&to)[Size], std::string_view from) {
  if (from.size() >= Size) throw "this text is too long for the plugin's record";  // a compile error: see constinit
  for (std::size_t i = 0; i < from.size(); ++i) to[i] = from[i];
}

constexpr std::uint32_t build_flags() {
  std::uint32_t flags = 0;
#if defined(__FAST_MATH__) || (defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__) || \
    defined(__ASSOCIATIVE_MATH__) || defined(__RECIPROCAL_MATH__)
  flags |= INITLAB_BUILD_FAST_MATH;
#endif
#ifndef NDEBUG
  flags |= INITLAB_BUILD_DEBUG;
#endif
#ifdef __OPTIMIZE__
  flags |= INITLAB_BUILD_OPTIMIZED;
#endif
#if defined(__AVX2__) && defined(__FMA__)
  flags |= INITLAB_BUILD_AVX2;
#endif
#ifdef __AVX512F__
  flags |= INITLAB_BUILD_AVX512;
#endif
  return flags;
}

template <class Plugin>
constexpr auto parameters_of() {
  if constexpr (requires { Plugin::parameters; })
    return Plugin::parameters;
  else
    return std::tuple<>{};
}

template <class Plugin, class Member>
constexpr initlab_parameter describe(const Parameter<Plugin, Member>& p) {
  initlab_parameter out{};
  copy_text(out.name, p.name);
  copy_text(out.meaning, p.meaning);
  out.minimum = p.range.minimum;
  out.maximum = p.range.maximum;
  if constexpr (std::is_same_v<Member, Text>) {
    out.type = INITLAB_TEXT;
    copy_text(out.text, Plugin{}.*p.member);
  } else {
    out.type = std::is_enum_v<Member> ? INITLAB_CHOICE : std::is_integral_v<Member> ? INITLAB_INTEGER : INITLAB_REAL;
    copy_text(out.text, p.names);
    out.default_value = static_cast<double>(Plugin{}.*p.member);
  }
  return out;
}

template <class Plugin>
constexpr initlab_record make_record(std::uint32_t kind, Card card) {
  initlab_record record{};
  record.magic = INITLAB_MAGIC;
  record.struct_size = sizeof(initlab_record);
  record.abi_major = INITLAB_ABI_MAJOR;
  record.abi_minor = INITLAB_ABI_MINOR;
  record.kind = kind;
  record.build_flags = build_flags();
  copy_text(record.id, card.id);
  copy_text(record.version, card.version);
  copy_text(record.compiler, std::string_view(INITLAB_DETAIL_COMPILER).substr(0, sizeof record.compiler - 1));
  copy_text(record.summary, card.summary);
  copy_text(record.formula, card.formula);
  copy_text(record.reference, card.reference);
  std::apply([&](const auto&... p) { ((record.parameters[record.parameter_count++] = describe(p)), ...); },
             parameters_of<Plugin>());
  return record;
}

}  // namespace initlab::detail
