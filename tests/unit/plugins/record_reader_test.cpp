// What a record says, and records that contradict themselves.
#include "plugins/record_reader.hpp"

#include <cmath>

#include "unit/plugins/plugin_files.hpp"

namespace initlab::test {
namespace {

/// What peek says of the good plugin after `change(initlab_record&)`, without the file's path.
template <class Change>
std::string refusal_after(Change&& change) {
  TemporaryFolder folder;
  const auto file = copy_with_record(good("leaky_in_c"), folder / "leaky_in_c.so", change);
  const std::string text = plugin_error([&] { peek(file); });
  const std::string path = file.string() + ": ";
  return text.rfind(path, 0) == 0 ? text.substr(path.size()) : text;
}

std::string unusable(const std::string& why) {
  return "its plugin record is unusable (" + why + "). Correct the plugin and rebuild it.";
}

TEST(RecordReader, a_record_in_plain_c_is_read) {
  const PluginRecord record = peek(good("leaky_in_c"));
  EXPECT_EQ(record.kind, PluginKind::activation);
  EXPECT_EQ(record.id, "leaky_in_c");
  EXPECT_EQ(record.version, "1.0");
  EXPECT_EQ(record.compiler, "C11");
  EXPECT_EQ(record.summary, "z above zero, slope*z below.");
  EXPECT_EQ(record.formula, "phi(z) = max(z, slope z)");
  EXPECT_EQ(record.reference, "Maas, Hannun & Ng 2013");
  EXPECT_EQ(record.build_flags, INITLAB_BUILD_OPTIMIZED);
  EXPECT_EQ(record.abi_major, 1);
  EXPECT_EQ(record.abi_minor, INITLAB_ABI_MINOR);
  ASSERT_EQ(record.parameters.size(), 1u);
  const PluginParameter expected{
      "slope", "gradient for negative inputs", PluginParameter::Type::real, 0.01, 0.0, 1.0, "", {}};
  EXPECT_EQ(record.parameters[0], expected);
}

TEST(RecordReader, every_type_of_parameter_is_read) {
  const auto p = peek(good("every_parameter")).parameters;
  ASSERT_EQ(p.size(), 4u);
  EXPECT_EQ(p[0].type, PluginParameter::Type::real);
  EXPECT_EQ(p[0].default_value, 0.5);
  EXPECT_EQ(p[1].type, PluginParameter::Type::integer);
  EXPECT_EQ(p[1].default_value, 2.0);
  EXPECT_EQ(p[2].type, PluginParameter::Type::choice);
  EXPECT_EQ(p[2].choices, (std::vector<std::string>{"fan_in", "fan_out"}));
  EXPECT_EQ(p[2].default_text, "fan_out");
  EXPECT_EQ(p[3].type, PluginParameter::Type::text);
  EXPECT_EQ(p[3].default_text, "abc");
  EXPECT_EQ(allowed_values(p[0]), "must be greater than 0");
  EXPECT_EQ(allowed_values(p[1]), "must lie between 1 and 9");
  EXPECT_EQ(allowed_values(p[2]), "must be one of: fan_in, fan_out");
}

TEST(RecordReader, another_abi_is_refused) {
  const auto file = bad("newer_abi");
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() + ": built for plugin ABI 2 (this host speaks 1). Rebuild it against initlab 1.x.");
}

TEST(RecordReader, a_newer_minor_version_is_accepted) {
  TemporaryFolder folder;
  const auto file =
      copy_with_record(good("leaky_in_c"), folder / "leaky_in_c.so", [](initlab_record& r) { r.abi_minor = 7; });
  EXPECT_EQ(peek(file).abi_minor, 7);
  EXPECT_EQ(values_of<double>(*activation_from(file), {-1.0, 2.0}), (std::vector<double>{-0.01, 2.0}));
}

// A larger record of a newer minor version: what lies beyond this host's fields is not its business.
TEST(RecordReader, a_record_that_has_grown_is_accepted) {
  TemporaryFolder folder;
  std::vector<std::byte> bytes(sizeof(initlab_record) + 64, std::byte{0xff});
  initlab_record record{};
  record.magic = INITLAB_MAGIC;
  record.struct_size = static_cast<std::uint32_t>(bytes.size());
  record.abi_major = 1;
  record.abi_minor = 1;
  record.kind = INITLAB_KIND_INITIALIZER;
  std::strcpy(record.id, "grown");
  std::memcpy(bytes.data(), &record, sizeof record);
  EXPECT_EQ(read_record(bytes, "grown.so").id, "grown");
  bytes.pop_back();
  EXPECT_EQ(plugin_error([&] { read_record(bytes, "grown.so"); }),
            "grown.so: " + unusable("it claims " + std::to_string(bytes.size() + 1) + " bytes, its section has " +
                                    std::to_string(bytes.size())));
}

TEST(RecordReader, a_file_named_otherwise_than_its_id_is_refused) {
  const auto file = bad("named_otherwise");
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() +
                ": its id is 'another_name' (a plugin is asked for by its file's name). Rename the file to "
                "another_name.so or the id to 'named_otherwise'.");
}

TEST(RecordReader, fast_math_is_refused) {
  const auto file = bad("fast_math");
  EXPECT_EQ(plugin_error([&] { peek(file); }),
            file.string() +
                ": built with fast-math (its results would change with the compiler, and NaN goes unnoticed). "
                "Rebuild without -ffast-math.");
}

TEST(RecordReader, avx512_is_refused_where_the_processor_has_none) {
  const std::string text = refusal_after([](initlab_record& r) { r.build_flags |= INITLAB_BUILD_AVX512; });
  EXPECT_EQ(text, __builtin_cpu_supports("avx512f")
                      ? "no exception"
                      : "needs AVX-512 (this processor has none). Rebuild it with -march=x86-64-v3.");
}

TEST(RecordReader, a_record_that_is_too_small_is_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.struct_size = 100; }),
            unusable("it claims 100 bytes, version 1.0 of the ABI has " + std::to_string(sizeof(initlab_record))));
}

TEST(RecordReader, a_record_without_its_magic_number_is_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.magic ^= 1; }),
            unusable("it does not begin with initlab's magic number"));
}

TEST(RecordReader, an_unknown_kind_is_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.kind = 9; }), unusable("it is of the unknown kind 9"));
}

TEST(RecordReader, a_text_without_an_end_is_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { std::memset(r.summary, 'x', sizeof r.summary); }),
            unusable("its summary has no end within 256 bytes"));
  EXPECT_EQ(refusal_after([](initlab_record& r) { std::memset(r.parameters[0].meaning, 'x', 192); }),
            unusable("the meaning of its parameter 'slope' has no end within 192 bytes"));
}

TEST(RecordReader, seventeen_parameters_are_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameter_count = 17; }),
            unusable("it speaks of 17 parameters, at most 16 are possible"));
}

TEST(RecordReader, a_default_outside_its_range_is_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameters[0].default_value = 1.5; }),
            unusable("parameter 'slope' has the default 1.5, which must lie between 0 and 1"));
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameters[0].default_value = std::nan(""); }),
            unusable("parameter 'slope' has the default nan, which must lie between 0 and 1"));
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameters[0].type = INITLAB_INTEGER; }),
            unusable("parameter 'slope' has the default 0.01, which is not a whole number"));
  EXPECT_EQ(refusal_after([](initlab_record& r) {
              r.parameters[0].type = INITLAB_CHOICE;
              r.parameters[0].default_value = 2;
              std::strcpy(r.parameters[0].text, "one|two");
            }),
            unusable("parameter 'slope' has the default 2, which is none of its 2 choices"));
}

TEST(RecordReader, parameters_that_nobody_could_name_are_refused) {
  EXPECT_EQ(refusal_after([](initlab_record& r) {
              r.parameter_count = 2;
              r.parameters[1] = r.parameters[0];
            }),
            unusable("two parameters are called 'slope'"));
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameters[0].name[0] = '\0'; }),
            unusable("a parameter has no name"));
  EXPECT_EQ(refusal_after([](initlab_record& r) { r.parameters[0].type = 8; }),
            unusable("parameter 'slope' is of the unknown type 8"));
}

}  // namespace
}  // namespace initlab::test
