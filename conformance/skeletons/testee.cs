// A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
//
// It knows one operation. Put a call of your own code in its place, add the others, and run (.NET 10 or later)
//
//     smsmail conformance --testee 'dotnet run testee.cs'

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

const string Id = "([A-Za-z0-9._-]{1,40})";
var accepted = new Regex(@"\A[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - " + Id + @"[ \t\r\n]*\z");
var rejected = new Regex(@"\A[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - " + Id + @")?[ \t\r\n]*\z");

JsonObject DecodeReply(JsonNode given)
{
    var text = (string)given["text"]!;
    var found = accepted.Match(text);
    if (found.Success)
    {
        return new() { ["kind"] = "accepted", ["sms"] = int.Parse(found.Groups[1].Value), ["id"] = found.Groups[2].Value };
    }
    found = rejected.Match(text);
    if (found.Success)
    {
        return new()
        {
            ["kind"] = "rejected",
            ["error"] = int.Parse(found.Groups[1].Value),
            ["description"] = found.Groups[2].Value,
            ["id"] = found.Groups[3].Success ? found.Groups[3].Value : null,
        };
    }
    throw new Refused("this is no reply of the server");
}

// Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
// segment, sms_count, send_at, decode_mail, encode_mail, serve.
var operations = new Dictionary<string, Func<JsonNode, JsonObject>> { ["decode_reply"] = DecodeReply };

JsonObject Answer(JsonNode question)
{
    var op = (string)question["op"]!;
    if (op == "hello")
    {
        var offered = new JsonArray(operations.Keys.Select(name => (JsonNode)name).ToArray());
        return new() { ["protocol"] = 1, ["implementation"] = "my-codec", ["version"] = "0.1.0", ["language"] = "C#", ["ops"] = offered };
    }
    var id = (string)question["id"]!;
    if (!operations.TryGetValue(op, out var operation))
    {
        return new() { ["id"] = id, ["skip"] = "not there yet" };
    }
    try
    {
        return new() { ["id"] = id, ["ok"] = operation(question["input"]!) };
    }
    catch (Refused refused)
    {
        return new() { ["id"] = id, ["error"] = new JsonObject { ["code"] = refused.Code, ["message"] = refused.Message } };
    }
}

while (Console.In.ReadLine() is string line)
{
    var question = JsonNode.Parse(line)!;
    if ((string)question["op"]! == "bye")
    {
        break;
    }
    Console.Out.Write(Answer(question).ToJsonString() + "\n");
}

// The input is wrong. Code is the error number that the server would answer, if there is one.
class Refused(string message, int? code = null) : Exception(message)
{
    public int? Code => code;
}
