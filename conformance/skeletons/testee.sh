#!/bin/sh
# A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
#
# It knows one operation. Put your own in its place, add the others, and run
#
#     smsmail conformance --testee 'sh testee.sh'
#
# One jq answers all questions. Where another program has to be called for each, let the shell read the lines:
#     while IFS= read -r line; do printf '%s\n' "$line" | your-program; done

exec jq --compact-output --unbuffered '
  def id: "[A-Za-z0-9._-]{1,40}";

  def decode_reply:
    (.text | capture("\\A[ \t\r\n]*OK - (?<sms>[1-9][0-9]{0,8}) SMS, ID - (?<id>" + id + ")[ \t\r\n]*\\z")
      | {kind: "accepted", sms: (.sms | tonumber), id})
    // (.text | capture("\\A[ \t\r\n]*ERROR = (?<error>[1-9]) \\((?<description>[^\r\n]*)\\)"
        + "(?:, ID - (?<id>" + id + "))?[ \t\r\n]*\\z")
      | {kind: "rejected", error: (.error | tonumber), description: (.description // ""), id});

  # What this gives nothing for is refused. Missing, and reported as skipped: decode_request, encode_request,
  # encode_reply, decode_content, segment, sms_count, send_at, decode_mail, encode_mail, serve.
  if .op == "hello" then
    {protocol: 1, implementation: "my-codec", version: "0.1.0", language: "jq", ops: ["decode_reply"]}
  elif .op == "bye" then
    empty
  elif .op == "decode_reply" then
    {id} + ((.input | decode_reply | {ok: .}) // {error: {message: "this is no reply of the server"}})
  else
    {id, skip: "not there yet"}
  end
'
