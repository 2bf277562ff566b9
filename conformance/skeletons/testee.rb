# A testee: it answers the questions of `smsmail conformance`, one JSON object a line.
#
# It knows one operation. Put a call of your own code in its place, add the others, and run
#
#     smsmail conformance --testee 'ruby testee.rb'

require "json"

ID = /[A-Za-z0-9._-]{1,40}/
OK = /\A[ \t\r\n]*OK - ([1-9][0-9]{0,8}) SMS, ID - (#{ID})[ \t\r\n]*\z/
ERROR = /\A[ \t\r\n]*ERROR = ([1-9]) \(([^\r\n]*)\)(?:, ID - (#{ID}))?[ \t\r\n]*\z/

# The input is wrong. `code` is the error number that the server would answer, if there is one.
class Refused < StandardError
  attr_reader :code

  def initialize(message, code = nil)
    super(message)
    @code = code
  end
end

def decode_reply(given)
  case given["text"]
  when OK then { kind: "accepted", sms: $1.to_i, id: $2 }
  when ERROR then { kind: "rejected", error: $1.to_i, description: $2, id: $3 }
  else raise Refused, "this is no reply of the server"
  end
end

# Missing, and reported as skipped: decode_request, encode_request, encode_reply, decode_content,
# segment, sms_count, send_at, decode_mail, encode_mail, serve.
OPERATIONS = { "decode_reply" => method(:decode_reply) }

def answer(question)
  if question["op"] == "hello"
    about = { implementation: "my-codec", version: "0.1.0", language: "Ruby" }
    return { protocol: 1, **about, ops: OPERATIONS.keys }
  end
  operation = OPERATIONS[question["op"]]
  return { id: question["id"], skip: "not there yet" } unless operation
  { id: question["id"], ok: operation.call(question["input"]) }
rescue Refused => error
  { id: question["id"], error: { code: error.code, message: error.message } }
end

$stdout.sync = true
$stdin.each_line do |line|
  question = JSON.parse(line)
  break if question["op"] == "bye"
  puts JSON.generate(answer(question))
end
