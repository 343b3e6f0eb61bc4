// The smallest adapter: three ops, with their gradients written out. The standard library alone.
//
//   g++ -O1 -std=c++17 -o hello adapters/hello/hello.cpp
//   backproof oracle -- ./hello
#include <cmath>
#include <functional>
#include <iomanip>
#include <iostream>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using Entries = std::vector<double>;

// The little JSON that the protocol needs.
struct Json {
  std::string text;  // of a string, or of a number as it was written
  std::vector<Json> items;
  std::map<std::string, Json> fields;

  const Json& operator[](const std::string& name) const { return fields.at(name); }
};

Json parse(std::istream& in);

std::string parseString(std::istream& in) {
  std::string text;
  in >> std::ws;
  in.get();
  for (char c; in.get(c) && c != '"';) text += c == '\\' ? static_cast<char>(in.get()) : c;
  return text;
}

// Reads items up to the closing bracket, with commas between them.
void parseItems(std::istream& in, char closing, const std::function<void()>& item) {
  in.get();
  while ((in >> std::ws).peek() != closing) {
    item();
    if ((in >> std::ws).peek() == ',') in.get();
  }
  in.get();
}

Json parse(std::istream& in) {
  Json json;
  switch ((in >> std::ws).peek()) {
    case '"':
      json.text = parseString(in);
      break;
    case '[':
      parseItems(in, ']', [&] { json.items.push_back(parse(in)); });
      break;
    case '{':
      parseItems(in, '}', [&] {
        std::string name = parseString(in);
        (in >> std::ws).get();
        json.fields[name] = parse(in);
      });
      break;
    default:
      while (in.peek() != ',' && in.peek() != ']' && in.peek() != '}' && in.peek() != EOF) {
        json.text += static_cast<char>(in.get());
      }
  }
  return json;
}

// std::stod knows "NaN", "Infinity", "-Infinity" and "-0", which JSON writes as strings.
Entries read(const Json& tensor) {
  Entries entries;
  for (const Json& entry : tensor["data"].items) entries.push_back(std::stod(entry.text));
  return entries;
}

std::string number(double x) {
  if (std::isnan(x)) return "\"NaN\"";
  if (std::isinf(x)) return x > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  if (x == 0 && std::signbit(x)) return "\"-0\"";
  std::ostringstream out;
  out << std::setprecision(std::numeric_limits<double>::max_digits10) << x;
  return out.str();
}

template <class Items, class Write>
std::string list(const Items& items, Write write) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + write(item);
  return "[" + text + "]";
}

struct Tensor {
  std::vector<std::string> shape;
  Entries data;
};

std::string write(const Tensor& tensor) {
  std::string shape = list(tensor.shape, [](const std::string& size) { return size; });
  return "{\"dtype\":\"float64\",\"shape\":" + shape + ",\"data\":" + list(tensor.data, number) + "}";
}

// Operands have equal shapes, because this adapter says that it does not broadcast. So an op is a function of
// entries, and a gradient one of the adjoint's entry that comes back and of the operands' entries.
struct Op {
  std::function<double(const Entries&)> value;
  std::function<Entries(double, const Entries&)> gradient;
};

const std::map<std::string, Op> ops = {
    {"add", {[](const Entries& x) { return x[0] + x[1]; },
             [](double adjoint, const Entries&) { return Entries{adjoint, adjoint}; }}},
    {"multiply", {[](const Entries& x) { return x[0] * x[1]; },
                  [](double adjoint, const Entries& x) { return Entries{adjoint * x[1], adjoint * x[0]}; }}},
    {"negate", {[](const Entries& x) { return -x[0]; },
                [](double adjoint, const Entries&) { return Entries{-adjoint}; }}},
};

struct Step {
  const Op* op;
  std::vector<size_t> args;
};

std::vector<size_t> ids(const Json& list) {
  std::vector<size_t> result;
  for (const Json& id : list.items) result.push_back(std::stoul(id.text));
  return result;
}

Entries entriesAt(const std::vector<Tensor>& values, const Step& step, size_t at) {
  Entries entries;
  for (size_t arg : step.args) entries.push_back(values[arg].data[at]);
  return entries;
}

std::vector<Tensor> forward(const std::vector<Step>& steps, std::vector<Tensor> values) {
  for (const Step& step : steps) {
    Tensor result = values[step.args[0]];  // every op keeps its operands' shape
    for (size_t at = 0; at < result.data.size(); at++) result.data[at] = step.op->value(entriesAt(values, step, at));
    values.push_back(result);
  }
  return values;
}

std::vector<Tensor> backward(const std::vector<Step>& steps, const std::vector<size_t>& outputs,
                             const std::vector<Tensor>& values, const Json& cotangent) {
  std::vector<Tensor> adjoints = values;
  for (Tensor& adjoint : adjoints) adjoint.data.assign(adjoint.data.size(), 0);
  for (size_t output = 0; output < outputs.size(); output++) {
    Entries entries = read(cotangent.items[output]);
    for (size_t at = 0; at < entries.size(); at++) adjoints[outputs[output]].data[at] += entries[at];
  }
  size_t inputs = values.size() - steps.size();
  for (size_t id = values.size(); id-- > inputs;) {
    const Step& step = steps[id - inputs];
    for (size_t at = 0; at < adjoints[id].data.size(); at++) {
      Entries terms = step.op->gradient(adjoints[id].data[at], entriesAt(values, step, at));
      for (size_t operand = 0; operand < terms.size(); operand++) {
        adjoints[step.args[operand]].data[at] += terms[operand];
      }
    }
  }
  adjoints.resize(inputs);
  return adjoints;
}

Tensor tensorOf(const Json& json) {
  std::vector<std::string> shape;
  for (const Json& size : json["shape"].items) shape.push_back(size.text);
  return {shape, read(json)};
}

std::string run(const Json& testCase) {
  const Json& program = testCase["program"];
  std::vector<Step> steps;
  for (const Json& step : program["steps"].items) steps.push_back({&ops.at(step["op"].text), ids(step["args"])});
  std::vector<size_t> outputs = ids(program["outputs"]);
  std::vector<Tensor> inputs, results, echo;
  for (const Json& input : testCase["inputs"].items) inputs.push_back(tensorOf(input));
  std::vector<Tensor> values = forward(steps, inputs);
  for (size_t id : outputs) results.push_back(values[id]);
  std::vector<std::vector<Tensor>> vjps;
  echo = inputs;
  for (const Json& cotangent : testCase["cotangents"].items) {
    vjps.push_back(backward(steps, outputs, values, cotangent));
    for (const Json& tensor : cotangent.items) echo.push_back(tensorOf(tensor));
  }
  auto tensors = [](const std::vector<Tensor>& items) { return list(items, write); };
  return "\"outcome\":\"done\",\"values\":" + tensors(results) + ",\"vjps\":" + list(vjps, tensors) +
         ",\"echo\":" + tensors(echo);
}

const char* about =
    R"({"version":1,"implementation":{"name":"hello","version":"1","language":"C++"},)"
    R"("ops":["add","multiply","negate"],"dtypes":["float64"],"modes":["eager"],"maxOrder":1,)"
    R"("broadcasts":false,"pipeline":16})";

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    Json request = parse(in);
    if (request["cmd"].text == "stop") break;
    if (request["cmd"].text == "start") {
      std::cout << about << std::endl;
    } else {
      std::cout << "{\"id\":" << request["id"].text << "," << run(request["case"]) << "}" << std::endl;
    }
  }
}
